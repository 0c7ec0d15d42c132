import { z } from 'zod'
import { piece } from '../pattern/body.ts'

export const pickParams = z.looseObject({ name: z.string() })
const pick = piece('parallel-pipeline-pick', 'Pick', 'Takes the part of the input that is meant for one pipeline.', {
  params: pickParams,
  inputs: ['in'],
  outputs: ['out'],
})

const report = piece('parallel-pipeline-report', 'Results', 'Lists how each pipeline ended.', {
  inputs: ['in'],
  outputs: ['results', 'record'],
})

export const pieces = {
  'parallel-pipeline-pick': pick,
  'parallel-pipeline-report': report,
}
