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
  readonly secret: (id: string) => Promise<SecretHeader>
}) {
  const own =
    parts.localUrl === null
      ? undefined
      : { name: 'The model endpoint', url: `${parts.localUrl.replace(/\/+$/, '')}/models` }
  return async ({ id, kind, hosts }: Pick<Credential, 'id' | 'kind' | 'hosts'>): Promise<KeyTrial> => {
    // Others are tried on the front page of the first host they are for, with the answer that a wrong key would get.
    const place = hosts[0] === undefined ? undefined : { name: hosts[0], url: `https://${hosts[0]}/` }
    const provider = kind === 'local' ? own : (providers[kind] ?? place)
    if (provider === undefined) {
      return { ok: false, message: 'Set QUORUM_MODEL_URL first.' }
    }
    const { name, url } = provider
    try {
      const secret = await parts.secret(id)
      // Our own endpoint is where the operator says it is, so its key belongs there.
      const headers = {
        'anthropic-version': '2023-06-01',
        ...(kind === 'local' ? { [secret.name]: secret.value } : {}),
      }
      const answer = await parts.fetch(url, { headers, redirect: 'error', ...(kind === 'local' ? {} : { secret }) })
      const said = (await answer.text()).slice(0, 4096)
      const plain = providers[kind] === undefined && kind !== 'local'
      if (plain && answer.status !== 401 && answer.status !== 403)
        return { ok: true, message: `${name} was reached with this key and did not refuse it (${answer.status}).` }
      if (!answer.ok) throw failureOfStatus(name, answer.status, said, null, 0)
      return { ok: true, message: `${name} takes this key.` }
    } catch (error) {
      const failure: StepFailure = failureOfError(name, error)
      return { ok: false, message: /[.!?]$/.test(failure.message) ? failure.message : `${failure.message}.` }
    }
  }
}
