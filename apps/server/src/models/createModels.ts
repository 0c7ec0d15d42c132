import { type ModelClient, StepFailure } from '@quorum/engine'
import { callLocal } from './localModel.ts'
import { type Provider, parseModelId } from './modelId.ts'
import type { ModelSettings } from './modelSettings.ts'
import { prices } from './prices.ts'
import type { SdkProvider } from './sdkModel.ts'
import { simulatedModels, simulatedSettings } from './simulated/settings.ts'
import { callSimulated } from './simulated/simulatedModel.ts'

export interface ModelsConfig {
  readonly openaiKey?: string | undefined
  readonly anthropicKey?: string | undefined
  readonly googleKey?: string | undefined
  /** Base of an OpenAI-compatible endpoint, up to and with `/v1`. */
  readonly localUrl?: string | undefined
  readonly localKey?: string | undefined
  /** The guarded one (S15). */
  readonly fetch: typeof fetch
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Epoch ms; only for `Retry-After` dates. */
  readonly now?: () => number
  /** Turns all practice answers into others. */
  readonly seed?: number
  /** Where the providers answer instead of at their own addresses: a proxy, a test. */
  readonly baseUrls?: Partial<Record<SdkProvider, string>>
  /** Models that people added, or whose price they set. */
  readonly own?: ModelSettings['own']
}

/** An entry of `GET /api/models`. Prices in US dollars per million tokens. */
export interface ModelListing {
  readonly id: string
  readonly provider: Provider
  readonly label: string
  readonly simulated: boolean
  readonly priceIn?: number
  readonly priceOut?: number
  readonly priceCached?: number
  readonly available: boolean
  readonly reason?: string
}

export interface Models extends ModelClient {
  list(): ModelListing[]
  /** @returns why a call of this model would fail before it is made, in words, or null. */
  knows(id: string): string | null
}

const keyNames = {
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  google: 'GOOGLE_GENERATIVE_AI_API_KEY',
} as const

export function createModels(config: ModelsConfig): Models {
  const now = config.now ?? Date.now
  const keys = { openai: config.openaiKey, anthropic: config.anthropicKey, google: config.googleKey }
  const ports = { seed: config.seed ?? 0, sleep: config.sleep }
  const own = config.own ?? []
  const isOwn = (id: string): boolean => own.some((one) => one.id === id)

  /** What is missing before a real provider can be called. */
  const missing = (provider: Provider): string | undefined => {
    if (provider === 'simulated') return undefined
    if (provider === 'local')
      return config.localUrl ? undefined : 'Set QUORUM_MODEL_URL to an OpenAI-compatible endpoint and start again'
    return keys[provider] ? undefined : `Add its key in Settings, or set ${keyNames[provider]} and start again`
  }

  /** The model behind an id, or the failure a call of it would end with. */
  const find = (id: string) => {
    const parsed = parseModelId(id)
    if (typeof parsed === 'string') return new StepFailure('unknown-model', parsed)
    const { provider, name } = parsed
    if (provider === 'simulated') {
      const settings = simulatedSettings(parsed)
      return 'code' in settings ? new StepFailure(settings.code, settings.message) : { provider, name, settings }
    }
    const reason = missing(provider)
    if (reason !== undefined) return new StepFailure('auth', `${id} cannot be called: ${reason}`)
    return { provider, name }
  }

  return {
    async call(request, options) {
      const model = find(request.model)
      if (model instanceof StepFailure) throw model
      options.signal.throwIfAborted()
      if (model.provider === 'simulated') return callSimulated(model.name, model.settings, ports, request, options)
      if (model.provider === 'local') {
        const endpoint = { url: config.localUrl ?? '', key: config.localKey, fetch: config.fetch, now }
        return callLocal(endpoint, model.name, request, options)
      }
      const { provider, name } = model
      const settings = { apiKey: keys[provider] ?? '', baseUrl: config.baseUrls?.[provider], fetch: config.fetch, now }
      // A quarter of a second of every start, which only those with a key need.
      const { callSdk } = await import('./sdkModel.ts')
      return callSdk(provider, name, settings, request, options)
    },

    list() {
      const state = (provider: Provider) => {
        const reason = missing(provider)
        return reason === undefined ? { available: true } : { available: false, reason }
      }
      return [
        ...Object.entries(simulatedModels).map(([name, { label }]) => ({
          id: `simulated/${name}`,
          provider: 'simulated' as const,
          label,
          simulated: true,
          priceIn: 0,
          priceOut: 0,
          available: true,
        })),
        { id: 'local/default', provider: 'local', label: 'Your own endpoint', simulated: false, ...state('local') },
        ...prices
          .filter(({ provider, name }) => !isOwn(`${provider}/${name}`))
          .map(({ provider, name, label, priceIn, priceOut, priceCached }) => ({
            id: `${provider}/${name}`,
            provider,
            label,
            simulated: false,
            priceIn,
            priceOut,
            priceCached,
            ...state(provider),
          })),
        ...own.map(({ id, priceIn, priceOut, priceCached }) => {
          const provider = id.slice(0, id.indexOf('/')) as Provider
          const known = prices.find((price) => `${price.provider}/${price.name}` === id)
          return {
            id,
            provider,
            label: known?.label ?? id.slice(id.indexOf('/') + 1),
            simulated: false,
            ...(priceIn === null ? {} : { priceIn }),
            ...(priceOut === null ? {} : { priceOut }),
            ...(priceCached == null ? {} : { priceCached }),
            ...state(provider),
          }
        }),
      ]
    },

    knows(id) {
      const model = find(id)
      return model instanceof StepFailure ? model.message : null
    },
  }
}
