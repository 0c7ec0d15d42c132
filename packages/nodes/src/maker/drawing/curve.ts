import { openShares } from '../maths/margin.ts'

export interface Curve {
  readonly width: number
  readonly height: number
  /** SVG paths; a point lower than half a step is not drawn. */
  readonly seen: string
  readonly expected: string
  /** Powers of ten at the left. */
  readonly lines: readonly { readonly y: number; readonly value: number }[]
  /** After so many votes: how many steps were open, and how many independent votes would have left open. */
  readonly rows: readonly { readonly votes: number; readonly seen: number; readonly expected: number }[]
}

/** Expected steps fewer than this are not worth a point. */
const LEAST = 0.5
const MOST_ROUNDS = 48

/**
 * Steps still open after each vote, on a logarithmic axis, against what votes independent of each other would leave open
 * (MAKER.md §7). From the k-th vote on: before it none can be decided.
 */
export function curveOf(
  openVotes: readonly number[],
  { step, p, k }: { readonly step: number; readonly p: number; readonly k: number },
  width: number,
  height: number,
): Curve {
  const shares = openShares(p, k, MOST_ROUNDS)
  const ends = Math.max(openVotes.length, shares.findLastIndex((share) => share * step >= LEAST) + 1, k + 2)
  const from = Math.max(0, k - 1)
  const rounds = Math.min(MOST_ROUNDS, Math.max(ends, from + 2))
  const rows = Array.from({ length: rounds - from }, (_, i) => ({
    votes: from + i,
    seen: openVotes[from + i] ?? 0,
    expected: (shares[from + i] ?? 0) * step,
  }))
  const top = Math.log10(Math.max(step, 10))
  const bottom = Math.log10(LEAST)
  const x = (i: number) => (width * i) / Math.max(1, rows.length - 1)
  const y = (value: number) => (height * (top - Math.log10(value))) / (top - bottom)
  const path = (values: readonly number[]) =>
    values
      .flatMap((value, i) => (value >= LEAST ? [`${i === 0 ? 'M' : 'L'}${fixed(x(i))} ${fixed(y(value))}`] : []))
      .join('')
  return {
    width,
    height,
    seen: path(rows.map(({ seen }) => seen)),
    expected: path(rows.map(({ expected }) => expected)),
    lines: Array.from({ length: Math.floor(top) + 1 }, (_, power) => ({ value: 10 ** power, y: y(10 ** power) })),
    rows,
  }
}

const fixed = (n: number): string => String(Math.round(n * 10) / 10)
