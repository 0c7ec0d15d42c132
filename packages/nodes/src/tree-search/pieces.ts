import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

const begin = piece('tree-search-begin', 'Begin', 'Begins with an empty path.', { inputs: ['in'], outputs: ['state'] })

export const branchParams = z.looseObject({ branch: z.int() })
const open = piece('tree-search-open', 'Paths', 'Lists the paths that go on.', {
  params: branchParams,
  inputs: ['state'],
  outputs: ['items'],
})

const spread = piece('tree-search-spread', 'Thoughts', 'Adds each thought to its path.', {
  params: branchParams,
  inputs: ['state', 'outcomes'],
  outputs: ['items', 'state'],
})

const mark = piece('tree-search-mark', 'Score', 'Reads the score of one path.', {
  inputs: ['verdict', 'error'],
  outputs: ['out'],
  activation: withGaps,
})

export const keepParams = z.looseObject({ width: z.int(), depth: z.int(), prune: z.number() })
const keep = piece('tree-search-keep', 'Keep the best', 'Drops what does not promise enough.', {
  params: keepParams,
  inputs: ['state', 'outcomes'],
  outputs: ['state'],
})

const close = piece('tree-search-close', 'Result', 'Gives the best path.', {
  inputs: ['state'],
  outputs: ['best', 'path', 'tree', 'record'],
})

export const pieces = {
  'tree-search-begin': begin,
  'tree-search-open': open,
  'tree-search-spread': spread,
  'tree-search-mark': mark,
  'tree-search-keep': keep,
  'tree-search-close': close,
}
