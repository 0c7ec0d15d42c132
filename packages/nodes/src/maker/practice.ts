import { beginHash, endHash, hashOn, type Value } from '@quorum/engine'
import { problemOf } from './problems/problems.ts'

/** How a practice model errs (MAKER.md §8). */
export interface Errs {
  /** Chance that a valid response is right. */
  readonly p: number
  /** Share of responses without red flag. */
  readonly v: number
  readonly seed: number
  /** Some steps are harder to put into the right form: a share of the steps, and the share of their responses that is flagged (two classes, §6.2). */
  readonly hard?: { readonly share: number; readonly flagged: number }
}

/** 0: right. From 1: the wrong answer of that number. Negative: flagged. */
export type Draw = number
const tooLong: Draw = -1
const wrongFormat: Draw = -2
export const flagNames: Readonly<Record<number, string>> = { [tooLong]: 'too-long', [wrongFormat]: 'wrong-format' }

/**
 * What a practice model says to sample `sample` of step `step`, from the seed alone: the same in every replay, whoever asks.
 * All mistakes at a step are the same one, which is the worst case for a vote; which one it is differs from step to step.
 */
export function drawer(
  { p, v, seed, hard }: Errs,
  wrongs: number,
): (step: number, sample: number, attempt?: number) => Draw {
  // Mixed first, so that neighbouring seeds have nothing in common.
  const begun = endHash(beginHash(endHash(seed >>> 0)))
  let [at, ofStep, valid, wrong] = [-1, 0, v, 1]
  return (step, sample, attempt = 1) => {
    if (step !== at) {
      at = step
      ofStep = hashOn(begun, `${step}/`)
      const kind = endHash(ofStep)
      wrong = 1 + (kind % wrongs)
      if (hard) valid = unit(kind, 3) < hard.share ? 1 - hard.flagged : v
    }
    const seeded = endHash(hashOn(ofStep, attempt === 1 ? String(sample) : `${sample}@${attempt}`))
    if (valid < 1 && unit(seeded, 1) >= valid) return seeded % 2 === 0 ? tooLong : wrongFormat
    return unit(seeded, 2) < p ? 0 : wrong
  }
}

/** A number in [0, 1) from a hash; `salt` gives independent ones from the same. */
function unit(seed: number, salt: number): number {
  let hash = (seed + Math.imul(salt, 0x9e3779b9)) >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad) >>> 0
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97) >>> 0
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32
}

/** What a step of MAKER tells a practice model instead of leaving it to read the prompt; real models never see it. */
export interface PracticeRole extends Errs {
  readonly problem: string
  readonly step: number
  readonly sample: number
  readonly attempt: number
  /** p was given; else the model errs as its own settings say. */
  readonly known: boolean
  readonly state: Value
}
/** Tells a practice model that a step of one's own wants `{action, state}`. */
export const ownStepRole = 'maker-own'
const mark = 'maker '
export const roleOf = (role: PracticeRole): string => mark + JSON.stringify(role)
export const readRole = (role: string): PracticeRole | null =>
  role.startsWith(mark) ? (JSON.parse(role.slice(mark.length)) as PracticeRole) : null

/** What a practice model says to one step of MAKER. `own` is how it errs where the task does not say; null: no such step. */
export function practiceStep(
  role: string,
  own: { readonly p: number; readonly v: number },
): { readonly text: string; readonly tooLong: boolean } | null {
  const asked = readRole(role)
  const problem = asked && problemOf(asked.problem)
  if (!asked || !problem) return null
  const errs = asked.known ? asked : { ...asked, ...own }
  const drawn = drawer(errs, problem.machine(asked.state).wrongs)(asked.step, asked.sample, asked.attempt)
  if (drawn === tooLong)
    return { text: 'Let me think about this once more, from the beginning. '.repeat(130), tooLong: true }
  const text = problem.write(problem.answer(asked.state, Math.max(0, drawn)))
  return { text: drawn === wrongFormat ? text.slice(0, Math.floor(text.length / 3)) : text, tooLong: false }
}
