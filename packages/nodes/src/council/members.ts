import type { Value } from '@quorum/engine'

/** One answer under review. `label` is all that reviewers and the chair see of its author. */
export type Answer = {
  readonly label: string
  /** Place in the list of members. */
  readonly member: number
  readonly name: string
  readonly text: string
}

/** What the stages hand on. Plain JSON, because it travels on edges. */
export type Sitting = {
  readonly question: string
  readonly answers: readonly Answer[]
  readonly absent: readonly { readonly name: string; readonly error: string }[]
}

/** What one reviewer gets: labels and texts in an order of its own, never a name, and not its own answer unless all review all. */
export type ReviewTask = {
  readonly reviewer: string
  readonly model: string
  readonly question: string
  readonly shown: readonly { readonly label: string; readonly text: string }[]
}

/** A ballot as it came back. `ranking` is a permutation of what was shown if it is valid. */
export type Review = {
  readonly reviewer: string
  readonly shown: readonly string[]
  readonly ranking: readonly string[]
  readonly critique: string
  readonly valid: boolean
  readonly problem?: string
}

/** A, B, … Z, AA, AB, … */
export function labelAt(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : labelAt(Math.floor(index / 26) - 1) + letter
}

/** Takes names out of an answer, so that nobody is recognised by a signature. Very short names would take words apart. */
export function withoutNames(text: string, names: readonly string[]): string {
  let out = text
  for (const name of [...names].sort((a, b) => b.length - a.length)) {
    if (name.trim().length >= 3) out = replaceWord(out, name.trim())
  }
  return out
}

/** Every occurrence, in any case, that is not part of a longer word; in exact case also inside words. */
function replaceWord(text: string, name: string): string {
  const low = text.toLowerCase()
  const wanted = name.toLowerCase()
  if (low.length !== text.length) return text.replaceAll(name, 'a member')
  let out = ''
  let at = 0
  for (let found = low.indexOf(wanted); found !== -1; found = low.indexOf(wanted, found + wanted.length)) {
    const end = found + wanted.length
    const alone = !isLetter(text[found - 1]) && !isLetter(text[end])
    if (!alone && text.slice(found, end) !== name) continue
    out += `${text.slice(at, found)}a member`
    at = end
  }
  return out + text.slice(at)
}

const isLetter = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}_]/u.test(char)

/** Typed JSON as a value of the engine. */
export const asValue = (json: object): Value => json as unknown as Value
/** What an earlier stage of this same council put on the edge. */
export const fromStage = <T>(value: Value | undefined): T => value as unknown as T
