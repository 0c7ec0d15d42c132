import type { Estimate } from '../api/types.ts'
import { count, plural } from '../runs/figures.ts'

/** "$0.04", "less than $0.01". */
export const money = (usd: number): string =>
  usd === 0
    ? '$0'
    : usd < 0.01
      ? 'less than $0.01'
      : `$${usd < 100 ? usd.toFixed(2) : Math.round(usd).toLocaleString('en')}`

const dollars = (usd: number): string => (usd < 0.01 ? 'less than $0.01' : `about $${usd.toFixed(2)}`)

/** "about 7 calls · practice, free", "about 12 calls, at most 90 · about $0.04". */
export function priceWords({ calls, usd }: Pick<Estimate, 'calls' | 'usd'>): string {
  const expected = Math.max(calls.max > 0 ? 1 : 0, Math.round(calls.expected))
  if (calls.max === 0) return 'No model is asked · free'
  // Retries make the most large; it is only worth saying where the drawing itself may ask much more.
  const most = calls.max > expected * 10 ? `, at most ${count(calls.max)}` : ''
  const price = usd === null ? 'price unknown' : usd.max === 0 ? 'practice, free' : dollars(usd.expected)
  return `about ${plural(expected, 'call')}${most} · ${price}`
}
