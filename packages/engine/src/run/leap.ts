import { deepFreeze } from './hash.ts'
import type { Activation, LoopRun } from './state.ts'
import { emit, type Work } from './turn.ts'

/** Decides the next rounds of a loop at once if its kind can, and cuts the turn, so that others get theirs between two leaps. */
export function leapRounds(work: Work, { node, path }: Activation, loop: LoopRun): boolean {
  const { run } = work
  if (!node.behaviour.leap) return false
  const calls = (run.budget.calls ?? Number.POSITIVE_INFINITY) - run.view.usage.calls
  const round = loop.round + 1
  const leap = node.behaviour.leap(node.params, {
    state: loop.state,
    round,
    path,
    seed: run.seed,
    model: run.model,
    calls,
  })
  if (!leap) return false
  const { rounds, state, page, usage } = leap
  const at = { type: 'rounds.leapt' as const, path, node: node.key, kind: node.kind, round, rounds }
  // A replay tells what happened; it asks nobody.
  const spent = run.replayOf === null ? { usage } : {}
  emit(work, { ...at, state: deepFreeze(state), page, ...spent })
  work.budget = 0
  return true
}
