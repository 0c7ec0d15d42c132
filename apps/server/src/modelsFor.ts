import { setTimeout as sleep } from 'node:timers/promises'
import type { ModelClient } from '@quorum/engine'
import type { Config } from './config.ts'
import { createModels, type Models } from './models/createModels.ts'
import { fallBack } from './models/fallBack.ts'
import { limitModels } from './models/limitModels.ts'
import { type ModelSettings, noModelSettings } from './models/modelSettings.ts'
import { setOwnPrices } from './models/prices.ts'
import { portOf } from './net/address.ts'
import { createGuardedFetch, modelTimeouts } from './net/guardedFetch.ts'
import type { StoredKeys } from './store/credentials.ts'

/** Models that take up keys while the server runs. */
export interface LiveModels extends Models {
  /** Reads the stored keys anew. */
  reload(): void
}

/** Keys from the environment win over stored ones. */
export function liveModels(config: Config, stored: () => StoredKeys, settings: () => ModelSettings): LiveModels {
  let wishes = noModelSettings
  const build = (): Models => {
    wishes = settings()
    setOwnPrices(wishes.own)
    const keys = stored()
    const { openaiKey, anthropicKey, googleKey, localKey } = config.models
    return modelsFor(wishes.own, {
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
  const now: ModelClient = { call: (request, options) => current.call(request, options) }
  // A model that waits for its turn is not passed over, so the limits lie inside the chain.
  const limited = limitModels(now, () => wishes.limits, { now: Date.now, sleep: pause })
  const asked = fallBack(limited, () => wishes.fallbacks)
  return {
    call: (request, options) => asked.call(request, options),
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
  // Set by the operator, so allowed in whatever network it is (API.md §3).
  if (models.localUrl !== null) allow.push(placeOf(models.localUrl))
  return allow
}

/** `host:port` of an address. */
export function placeOf(address: string): string {
  const url = new URL(address)
  return `${url.hostname}:${portOf(url)}`
}

/** The models of this server: keys from its settings, every call through the outgoing guard. */
function modelsFor(own: ModelSettings['own'], config: Config): Models {
  const { models } = config
  return createModels({
    openaiKey: models.openaiKey ?? undefined,
    anthropicKey: models.anthropicKey ?? undefined,
    googleKey: models.googleKey ?? undefined,
    localUrl: models.localUrl ?? undefined,
    localKey: models.localKey ?? undefined,
    fetch: createGuardedFetch({ allow: reachable(config), ...modelTimeouts }),
    sleep: pause,
    own,
  })
}

const pause = async (ms: number, signal: AbortSignal): Promise<void> =>
  void (await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted()))
