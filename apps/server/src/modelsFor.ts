import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from './config.ts'
import { createModels, type Models } from './models/createModels.ts'
import { createGuardedFetch, modelTimeouts } from './net/guardedFetch.ts'
import type { StoredKeys } from './store/credentials.ts'

/** Models that take up keys while the server runs. */
export interface LiveModels extends Models {
  /** Reads the stored keys anew. */
  reload(): void
}

/** Keys from the environment win over stored ones. */
export function liveModels(config: Config, stored: () => StoredKeys): LiveModels {
  const build = (): Models => {
    const keys = stored()
    const { openaiKey, anthropicKey, googleKey, localKey } = config.models
    return modelsFor({
      ...config,
      models: {
        ...config.models,
        openaiKey: openaiKey ?? keys.openai ?? null,
        anthropicKey: anthropicKey ?? keys.anthropic ?? null,
        googleKey: googleKey ?? keys.google ?? null,
        localKey: localKey ?? keys.local ?? null,
      },
    })
  }
  let current = build()
  return {
    call: (request, options) => current.call(request, options),
    list: () => current.list(),
    knows: (id) => current.knows(id),
    reload() {
      current = build()
    },
  }
}

/** What models may be called although it is not public. */
export function reachable({ models, allowPrivateNetwork }: Config): readonly string[] {
  const allow = [...allowPrivateNetwork]
  if (models.localUrl !== null) {
    const { hostname, port, protocol } = new URL(models.localUrl)
    // Set by the operator, so allowed in whatever network it is (API.md §3).
    allow.push(`${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`)
  }
  return allow
}

/** The models of this server: keys from its settings, every call through the outgoing guard. */
function modelsFor(config: Config): Models {
  const { models } = config
  return createModels({
    openaiKey: models.openaiKey ?? undefined,
    anthropicKey: models.anthropicKey ?? undefined,
    googleKey: models.googleKey ?? undefined,
    localUrl: models.localUrl ?? undefined,
    localKey: models.localKey ?? undefined,
    fetch: createGuardedFetch({ allow: reachable(config), ...modelTimeouts }),
    sleep: async (ms, signal) => void (await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted())),
  })
}
