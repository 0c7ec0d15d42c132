import { type Change, invert } from './commands.ts'

/** One undoable step. Steps with the same `key` that follow each other closely become one (text being typed). */
export interface Step {
  readonly name: string
  readonly changes: readonly Change[]
  readonly key: string | null
  /** Epoch ms of its latest edit. */
  readonly at: number
}

export interface History {
  readonly done: readonly Step[]
  readonly undone: readonly Step[]
}

export const HISTORY_STEPS = 200
const COALESCE_MS = 800
export const emptyHistory: History = { done: [], undone: [] }

export function record(history: History, step: Step): History {
  const last = history.done.at(-1)
  const joins = last && step.key !== null && last.key === step.key && step.at - last.at <= COALESCE_MS
  const done = joins
    ? [...history.done.slice(0, -1), { ...step, name: last.name, changes: merged(last.changes, step.changes) }]
    : [...history.done, step].slice(-HISTORY_STEPS)
  return { done, undone: [] }
}

/** Typing changes one item over and over: keep only its first and its last form. */
function merged(earlier: readonly Change[], later: readonly Change[]): readonly Change[] {
  const [a, ...moreA] = earlier
  const [b, ...moreB] = later
  if (a && b && moreA.length === 0 && moreB.length === 0 && a.on === b.on && a.before && b.after) {
    const samePlace = a.on === 'flow' || (b.on !== 'flow' && a.at === b.at && a.after !== undefined)
    if (samePlace) return [{ ...b, before: a.before } as Change]
  }
  return [...earlier, ...later]
}

/** The changes to apply, and the history after it; null when there is nothing to undo. */
export function undo(history: History): { readonly changes: readonly Change[]; readonly history: History } | null {
  const step = history.done.at(-1)
  if (!step) return null
  return {
    changes: invert(step.changes),
    history: { done: history.done.slice(0, -1), undone: [...history.undone, { ...step, key: null }] },
  }
}

export function redo(history: History): { readonly changes: readonly Change[]; readonly history: History } | null {
  const step = history.undone.at(-1)
  if (!step) return null
  return {
    changes: step.changes,
    history: { done: [...history.done, step], undone: history.undone.slice(0, -1) },
  }
}
