import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from './config.ts'
import { createModels, type Models } from './models/createModels.ts'
import { createGuardedFetch, modelTimeouts } from './net/guardedFetch.ts'

/** The models of this server: keys from its settings, every call through the outgoing guard. */
export function modelsFor({ models, allowPrivateNetwork }: Config): Models {
  const allow = [...allowPrivateNetwork]
  if (models.localUrl !== null) {
    const { hostname, port, protocol } = new URL(models.localUrl)
    // Set by the operator, so allowed in whatever network it is (API.md §3).
    allow.push(`${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`)
  }
  return createModels({
    openaiKey: models.openaiKey ?? undefined,
    anthropicKey: models.anthropicKey ?? undefined,
    googleKey: models.googleKey ?? undefined,
    localUrl: models.localUrl ?? undefined,
    localKey: models.localKey ?? undefined,
    fetch: createGuardedFetch({ allow, ...modelTimeouts }),
    sleep: async (ms, signal) => void (await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted())),
  })
}
