const grouped = new Intl.NumberFormat('en')
export const whole = (n: number): string => grouped.format(Math.round(n))

/** A chance or share: near 1 with as many digits as tell it from 1. */
export function percent(share: number): string {
  if (!(share > 0)) return '0\u00a0%'
  const missing = 1 - share
  const digits = missing > 0 && missing < 0.1 ? Math.min(8, Math.ceil(-Math.log10(missing))) : 1
  const shown = (100 * share).toFixed(digits)
  if (Number(shown) === 0) return 'less than 0.1\u00a0%'
  return `${Number(shown) === 100 && missing > 0 ? 'more than 99.999999' : String(Number(shown))}\u00a0%`
}

const units = [
  ['quadrillion', 1e15],
  ['trillion', 1e12],
  ['billion', 1e9],
  ['million', 1e6],
] as const

/** 4.9 million; below a million every digit. */
export function large(n: number): string {
  if (n === Number.POSITIVE_INFINITY) return 'without end'
  if (n >= 1e18) return `10^${Math.floor(Math.log10(n))}`
  for (const [name, size] of units) if (n >= size) return `${Number((n / size).toPrecision(3))} ${name}`
  return whole(n)
}

export function dollars(usd: number): string {
  if (usd === 0) return 'free'
  if (usd < 0.01) return 'less than 1 cent'
  return usd < 100 ? `$${usd.toFixed(2)}` : `$${large(usd)}`
}

const reasons: Readonly<Record<string, string>> = {
  'too-long': 'too long',
  'wrong-format': 'not in the form asked for',
  'not-valid': 'against the condition',
  'call-failed': 'the call failed',
}
/** Why an answer was thrown away. */
export const flagWords = (reason: string): string => reasons[reason] ?? reason
