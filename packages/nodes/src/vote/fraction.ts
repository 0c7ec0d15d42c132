/** Exact numbers: thresholds and weights such as 0.1 must not be off by a float's last digit (CATALOGUE §6). `d` is positive. */
export interface Fraction {
  readonly n: bigint
  readonly d: bigint
}

export const whole = (n: bigint | number): Fraction => ({ n: BigInt(n), d: 1n })
export const zero = whole(0)

/** The decimal a number is written as: 0.1 is one tenth. Finite numbers only. */
export function fraction(value: number): Fraction {
  const [, sign, digits = '0', decimals = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? []
  const n = BigInt(digits + decimals) * (sign ? -1n : 1n)
  const places = decimals.length - Number(exponent)
  return places >= 0 ? reduced(n, 10n ** BigInt(places)) : { n: n * 10n ** BigInt(-places), d: 1n }
}

/** A share as people write it: 0.75 or "2/3". */
export function share(value: number | string): Fraction {
  if (typeof value === 'number') return fraction(value)
  const [n = '0', d = '1'] = value.split('/')
  return reduced(BigInt(n), BigInt(d))
}

export const add = (a: Fraction, b: Fraction): Fraction =>
  a.d === b.d ? { n: a.n + b.n, d: a.d } : reduced(a.n * b.d + b.n * a.d, a.d * b.d)

export const times = (a: Fraction, b: Fraction): Fraction => reduced(a.n * b.n, a.d * b.d)

/** @param b not zero */
export const over = (a: Fraction, b: Fraction): Fraction =>
  b.n < 0n ? reduced(-a.n * b.d, a.d * -b.n) : reduced(a.n * b.d, a.d * b.n)

export const minus = (a: Fraction, b: Fraction): Fraction => add(a, { n: -b.n, d: b.d })

export function compare(a: Fraction, b: Fraction): number {
  const difference = a.n * b.d - b.n * a.d
  return difference === 0n ? 0 : difference > 0n ? 1 : -1
}

/** The least whole number that is not smaller. */
export const ceiling = ({ n, d }: Fraction): number => Number(n / d) + (n % d > 0n ? 1 : 0)

export function toNumber({ n, d }: Fraction): number {
  const value = Number(n) / Number(d)
  return Number.isFinite(value) ? value : Number.MAX_VALUE * (n < 0n ? -1 : 1)
}

function reduced(n: bigint, d: bigint): Fraction {
  let [a, b] = [n < 0n ? -n : n, d]
  while (b > 0n) [a, b] = [b, a % b]
  return a > 1n ? { n: n / a, d: d / a } : { n, d }
}
