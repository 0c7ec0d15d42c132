import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

const begin = piece('recursive-delegation-begin', 'Begin', 'The task is the root of the tree.', {
  inputs: ['in'],
  outputs: ['state'],
})

export const openParams = z.looseObject({
  atomicChars: z.number(),
  asks: z.boolean(),
  maxDepth: z.int(),
  maxNodes: z.int(),
  onMaxDepth: z.enum(['execute', 'fail']),
})
const open = piece('recursive-delegation-open', 'Next level', 'Lists the tasks that may be split.', {
  params: openParams,
  inputs: ['state'],
  outputs: ['items', 'state'],
})

const fork = piece('recursive-delegation-fork', 'Split it?', 'Sends a task on to be split, or leaves it as it is.', {
  inputs: ['item', 'verdict'],
  outputs: ['split', 'atomic'],
})

export const partsParams = z.looseObject({ maxBranch: z.int() })
const parts = piece('recursive-delegation-parts', 'Parts', 'Reads the parts of one task.', {
  params: partsParams,
  inputs: ['plan', 'atomic'],
  outputs: ['out'],
  activation: withGaps,
})

export const growParams = z.looseObject({ maxDepth: z.int(), maxNodes: z.int() })
const grow = piece('recursive-delegation-grow', 'Tree', 'Adds the parts to the tree.', {
  params: growParams,
  inputs: ['state', 'outcomes'],
  outputs: ['state'],
})

export const askParams = z.looseObject({ model: z.string(), system: z.string() })
const leaves = piece('recursive-delegation-leaves', 'Leaves', 'Lists the tasks to be done.', {
  params: askParams,
  inputs: ['state'],
  outputs: ['items'],
})

export const partialParams = z.looseObject({ partial: z.boolean() })
const done = piece('recursive-delegation-done', 'Results', 'Notes the results of the leaves.', {
  params: partialParams,
  inputs: ['state', 'outcomes'],
  outputs: ['state'],
})

const level = piece('recursive-delegation-level', 'Level', 'Lists the tasks whose parts are all done.', {
  params: askParams,
  inputs: ['state'],
  outputs: ['items'],
})

const lift = piece('recursive-delegation-lift', 'Lift', 'Notes the combined results, one level further up.', {
  params: partialParams,
  inputs: ['state', 'outcomes'],
  outputs: ['state'],
})

const close = piece('recursive-delegation-close', 'Result', 'Gives the result of the root, and the tree.', {
  inputs: ['state'],
  outputs: ['result', 'tree', 'record'],
})

export const pieces = {
  'recursive-delegation-begin': begin,
  'recursive-delegation-open': open,
  'recursive-delegation-fork': fork,
  'recursive-delegation-parts': parts,
  'recursive-delegation-grow': grow,
  'recursive-delegation-leaves': leaves,
  'recursive-delegation-done': done,
  'recursive-delegation-level': level,
  'recursive-delegation-lift': lift,
  'recursive-delegation-close': close,
}
