import { failed } from '../node.ts'
import { isAtWork } from './frames.ts'
import { withdrawItems } from './pool.ts'
import { samplesOf } from './poolState.ts'
import { finishNode, guarded } from './start.ts'
import type { Activation } from './state.ts'
import { emit, type Work } from './turn.ts'

/**
 * A container that samples: once a wave is back, another one or the outcome. A wave is opened as a whole, in one commit:
 * what is on disk never ends in the middle of one.
 */
export function driveSamples(work: Work, owner: Activation): void {
  const { node, path, frame, input, pool } = owner
  if (!pool || !node.sample || !isAtWork(owner)) return
  if (pool.finishing) withdrawItems(work, owner, pool)
  if (pool.open.size > 0) return
  const outcomes = samplesOf(pool)
  const more = pool.finishing ? 0 : node.sample.more(outcomes, input.value)
  for (let drawn = 0; drawn < more; drawn++)
    emit(work, { type: 'item.opened', path: `${path}[${pool.begun}]`, node: node.key, index: pool.begun })
  if (more > 0) return
  const gathered = guarded(
    () =>
      node.behaviour.elect?.(node.params, outcomes, input) ??
      failed('internal', `The kind “${node.kind}” cannot count.`),
  )
  finishNode(work, frame, node, gathered, 1)
}
