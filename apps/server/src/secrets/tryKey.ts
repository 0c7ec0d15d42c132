import type { StepFailure } from '@quorum/engine'
import { failureOfError, failureOfStatus } from '../models/modelFailure.ts'
import type { GuardedFetch, SecretHeader } from '../net/guardedFetch.ts'
import type { CredentialKind } from '../store/credentialKind.ts'
import type { Credential } from '../store/credentials.ts'

export interface KeyTrial {
  readonly ok: boolean
  /** What to tell people. */
  readonly message: string
}

const providers: Partial<Record<CredentialKind, { readonly name: string; readonly url: string }>> = {
  openai: { name: 'OpenAI', url: 'https://api.openai.com/v1/models' },
  anthropic: { name: 'Anthropic', url: 'https://api.anthropic.com/v1/models' },
  google: { name: 'Google', url: 'https://generativelanguage.googleapis.com/v1beta/models' },
}

/** Lists a provider's models with a stored key: free, and refused for a wrong one. */
export function createKeyTrial(parts: {
  readonly fetch: GuardedFetch
  /** QUORUM_MODEL_URL. */
  readonly localUrl: string | null
  readonly secret: (id: string) => SecretHeader
}) {
  const own =
    parts.localUrl === null
      ? undefined
      : { name: 'The model endpoint', url: `${parts.localUrl.replace(/\/+$/, '')}/models` }
  return async ({ id, kind }: Pick<Credential, 'id' | 'kind'>): Promise<KeyTrial> => {
    const provider = kind === 'local' ? own : providers[kind]
    if (provider === undefined) {
      const message =
        kind === 'local' ? 'Set QUORUM_MODEL_URL first.' : 'Only keys of model providers can be tried here.'
      return { ok: false, message }
    }
    const { name, url } = provider
    try {
      const secret = parts.secret(id)
      // Our own endpoint is where the operator says it is, so its key belongs there.
      const headers = {
        'anthropic-version': '2023-06-01',
        ...(kind === 'local' ? { [secret.name]: secret.value } : {}),
      }
      const answer = await parts.fetch(url, { headers, redirect: 'error', ...(kind === 'local' ? {} : { secret }) })
      const said = (await answer.text()).slice(0, 4096)
      if (!answer.ok) throw failureOfStatus(name, answer.status, said, null, 0)
      return { ok: true, message: `${name} takes this key.` }
    } catch (error) {
      const failure: StepFailure = failureOfError(name, error)
      return { ok: false, message: /[.!?]$/.test(failure.message) ? failure.message : `${failure.message}.` }
    }
  }
}
