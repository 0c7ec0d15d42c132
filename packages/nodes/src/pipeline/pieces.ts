import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

export const begin = piece('pipeline-begin', 'Begin', 'Notes what the pipeline starts from.', {
  inputs: ['in'],
  outputs: ['context', 'state'],
})

export const takeParams = z.looseObject({
  name: z.string(),
  fallback: z.string(),
  contextPolicy: z.enum(['replace', 'accumulate', 'prune']),
  pruneTokens: z.number(),
  onStageFailure: z.enum(['fail', 'skip', 'fallback']),
})
export const take = piece('pipeline-take', 'Checkpoint', 'Keeps what a stage made and says what the next one gets.', {
  params: takeParams,
  inputs: ['state', 'answer', 'error'],
  outputs: ['context', 'state'],
  activation: withGaps,
})

export const close = piece('pipeline-close', 'Result', 'Gives the last result, or says which stage failed.', {
  inputs: ['state'],
  outputs: ['output'],
})

export const trace = piece('pipeline-trace', 'Trace', 'Lists what each stage made.', {
  inputs: ['state'],
  outputs: ['trace', 'record'],
})
