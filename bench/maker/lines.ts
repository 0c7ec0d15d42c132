export interface Line {
  readonly id: string
  readonly what: string
  readonly seen: string
  readonly expected: string
  readonly holds: boolean
}
export const lines: Line[] = []

export function say(id: string, what: string, seen: string, expected: string, holds: boolean): void {
  lines.push({ id, what, seen, expected, holds })
  console.log(`${holds ? 'ok  ' : 'MISS'} ${id} ${what}: ${seen} (expected ${expected})`)
}

export const n = (value: number, digits = 0): string => value.toLocaleString('en', { maximumFractionDigits: digits })
export const within = (seen: number, expected: number, by: number): boolean => Math.abs(seen - expected) <= by

/** Fewer repetitions and two kills. */
export const quick = process.argv.includes('--quick')
export const steps = 2 ** 20 - 1
export const limits = { maxVotes: 100, maxFlagged: 10 }
