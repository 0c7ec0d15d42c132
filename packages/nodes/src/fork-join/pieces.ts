import { z } from 'zod'
import { piece } from '../pattern/body.ts'

export const mergeParams = z.looseObject({
  need: z.enum(['all', 'live', 'n']),
  merge: z.enum(['namespace', 'list', 'deep', 'agent']),
  onConflict: z.enum(['error', 'last', 'list']),
})
export const merge = piece('fork-join-merge', 'Merge', 'Puts the results of the branches together.', {
  params: mergeParams,
  inputs: ['outcomes'],
  outputs: ['out'],
})

export const report = piece('fork-join-report', 'Results', 'Lists how each branch ended.', {
  inputs: ['in'],
  outputs: ['byBranch', 'record'],
})
