import { createRandom, hash } from './random.ts'
import type { Reading } from './reading.ts'

/**
 * How good the thing under judgement is, in [0, 1]: low at first, better with each round of rework, so that a loop of
 * draft and gate passes by its second or third try. From {@link passMark} on it is good enough.
 */
export function qualityOf({ round }: Reading, seed: number): number {
  const random = createRandom(hash(seed, 'quality'))
  if (round <= 1) return random.chance(0.15) ? 0.72 + random.next() * 0.1 : 0.4 + random.next() * 0.25
  if (round === 2) return random.chance(0.75) ? 0.73 + random.next() * 0.15 : 0.58 + random.next() * 0.1
  return 0.84 + random.next() * 0.14
}

export const passMark = 0.7

/** Half of what a reviewer thinks of a labelled text is the text itself, so that reviewers tend to agree. */
export function rank(labels: readonly string[], { labelled, question }: Reading, seed: number): string[] {
  const score = (label: string) => {
    const text = labelled.get(label) ?? labelled.get(label.replace(/^\D+\s/, '')) ?? label
    const shared = hash(question, text.slice(0, 400)) / 0xffffffff
    return shared * 0.6 + (hash(seed, 'taste', label, text.slice(0, 80)) / 0xffffffff) * 0.4
  }
  return [...labels].sort((a, b) => score(b) - score(a))
}

/** One of several options. A common favourite gets about two thirds of the votes; `wrong` avoids it. */
export function choose(
  options: readonly string[],
  { question }: Reading,
  seed: number,
  wrong: boolean,
): string | undefined {
  const favourite = options[hash(question, options.join('|')) % Math.max(1, options.length)]
  const random = createRandom(hash(seed, 'choice'))
  if (!wrong && random.chance(0.65)) return favourite
  const others = options.filter((option) => option !== favourite)
  return random.pick(others) ?? favourite
}
