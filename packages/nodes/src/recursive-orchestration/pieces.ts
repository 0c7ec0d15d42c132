import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'
import { Roles, Rules } from './definition.ts'
import { expandLevel } from './expand.ts'

export const beginParams = z.looseObject({ maxNodes: z.int() })
const begin = piece('recursive-orchestration-begin', 'Begin', 'The task, and how many tasks it may become.', {
  params: beginParams,
  inputs: ['text', 'given'],
  outputs: ['task'],
  activation: withGaps,
})

export const LevelParams = z.looseObject({ ...Rules.shape, ...Roles.shape, depth: z.int() })
export type LevelParams = z.infer<typeof LevelParams>

/** One lead and its part of the work; a composite, so that levels can be looked into one by one. */
const level = defineNode({
  kind: 'recursive-orchestration-level',
  title: 'Level',
  category: 'agent',
  summary: 'A lead and its part of the work, or a worker.',
  icon: 'box',
  hidden: true,
  params: LevelParams,
  ports: () => ({ inputs: [port('task')], outputs: [port('done')] }),
  callsOut: () => true,
  expand: expandLevel,
})

export const decideParams = z.looseObject({ leadAbove: z.int(), deepest: z.boolean() })
const decide = piece('recursive-orchestration-decide', 'A lead?', 'Says whether the task gets a lead of its own.', {
  params: decideParams,
  inputs: ['task'],
  outputs: ['work', 'plan', 'lead'],
})

export const splitParams = z.looseObject({
  split: z.enum(['byWeight', 'even']),
  childPattern: z.enum(['sequential', 'parallel', 'chosen']),
})
const split = piece('recursive-orchestration-split', 'Sub-tasks', 'Hands the budget down to the sub-tasks.', {
  params: splitParams,
  inputs: ['task', 'plan'],
  outputs: ['sequential', 'parallel', 'task'],
})

const gather = piece(
  'recursive-orchestration-gather',
  'Results',
  'Brings the results of the sub-tasks to their lead.',
  {
    inputs: ['task', 'sequential', 'parallel'],
    outputs: ['prompt', 'parts'],
    activation: withGaps,
  },
)

const done = piece('recursive-orchestration-done', 'Done', 'The result of this level, with its tree.', {
  inputs: ['task', 'worked', 'parts', 'combined'],
  outputs: ['done'],
  activation: withGaps,
})

const close = piece('recursive-orchestration-close', 'Result', 'Gives the result and the tree.', {
  inputs: ['done'],
  outputs: ['result', 'tree', 'record'],
})

export const pieces = {
  'recursive-orchestration-begin': begin,
  'recursive-orchestration-level': level,
  'recursive-orchestration-decide': decide,
  'recursive-orchestration-split': split,
  'recursive-orchestration-gather': gather,
  'recursive-orchestration-done': done,
  'recursive-orchestration-close': close,
}
