import type { ModelSettings } from './modelSettings.ts'

export interface Price {
  readonly provider: 'openai' | 'anthropic' | 'google'
  readonly name: string
  readonly label: string
  /** US dollars per million tokens, list price without discounts for batches. */
  readonly priceIn: number
  readonly priceOut: number
  /** Of an input token that the provider still had in its cache. */
  readonly priceCached: number
}

const of =
  (provider: Price['provider']) =>
  (name: string, label: string, priceIn: number, priceOut: number, priceCached: number): Price => ({
    provider,
    name,
    label,
    priceIn,
    priceOut,
    priceCached,
  })
const openai = of('openai')
const anthropic = of('anthropic')
const google = of('google')

/**
 * Well-known models and their list prices, written down by hand in November 2026 and not fetched from anywhere: people are told so, and
 * set their own in Settings. Any other model works as well; its cost is then unknown, never 0.
 */
export const prices: readonly Price[] = [
  openai('gpt-5', 'GPT-5', 1.25, 10, 0.125),
  openai('gpt-5-mini', 'GPT-5 mini', 0.25, 2, 0.025),
  openai('gpt-5-nano', 'GPT-5 nano', 0.05, 0.4, 0.005),
  openai('gpt-4.1', 'GPT-4.1', 2, 8, 0.5),
  openai('gpt-4.1-mini', 'GPT-4.1 mini', 0.4, 1.6, 0.1),
  openai('gpt-4o', 'GPT-4o', 2.5, 10, 1.25),
  openai('gpt-4o-mini', 'GPT-4o mini', 0.15, 0.6, 0.075),
  anthropic('claude-opus-4-5', 'Claude Opus 4.5', 5, 25, 0.5),
  anthropic('claude-sonnet-4-5', 'Claude Sonnet 4.5', 3, 15, 0.3),
  anthropic('claude-haiku-4-5', 'Claude Haiku 4.5', 1, 5, 0.1),
  google('gemini-2.5-pro', 'Gemini 2.5 Pro', 1.25, 10, 0.125),
  google('gemini-2.5-flash', 'Gemini 2.5 Flash', 0.3, 2.5, 0.03),
  google('gemini-2.5-flash-lite', 'Gemini 2.5 Flash-Lite', 0.1, 0.4, 0.01),
]

/** Set by people; one per process, as every part of it must reckon alike. */
let ownPrices: ModelSettings['own'] = []
export function setOwnPrices(own: ModelSettings['own']): void {
  ownPrices = own
}

export type Prices = Pick<Price, 'priceIn' | 'priceOut'> & { readonly priceCached: number | undefined }

/** The price of a model, also of its dated releases (`claude-sonnet-4-5-20250929`). What people set comes first, and null means that nobody knows. */
export function priceOf(provider: string, name: string): Prices | undefined {
  const own = ownPrices.find(({ id }) => id === `${provider}/${name}`)
  if (own)
    return own.priceIn === null || own.priceOut === null
      ? undefined
      : { priceIn: own.priceIn, priceOut: own.priceOut, priceCached: own.priceCached ?? undefined }
  const undated = name.replace(/-\d{4}-?\d{2}-?\d{2}$/, '')
  return prices.find((price) => price.provider === provider && price.name === undated)
}
