import { completed, failed, isRecord, type NodeBehaviour, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { fromPiece, type PartOutcome, reasonsOf } from '../pattern/json.ts'
import type { pickParams } from './pieces.ts'

/** The field of the pipeline's name if the input has one, else all of it. */
const runPick: NodeBehaviour<z.infer<typeof pickParams>> = {
  inTurn: ({ name }, { value }) =>
    completed({ out: isRecord(value) && Object.hasOwn(value, name) ? (value[name] as Value) : value }),
}

const runReport: NodeBehaviour = {
  inTurn(_, { value }) {
    const byName = fromPiece<Readonly<Record<string, Omit<PartOutcome, 'name'>>>>(value)
    const outcomes = Object.entries(byName).map(([name, outcome]): PartOutcome => ({ name, ...outcome }))
    if (outcomes.every(({ status }) => status !== 'ok'))
      return failed('all-failed', `No pipeline came to its end. ${reasonsOf(outcomes)}`)
    return completed({ results: value, record: { pipelines: value } })
  },
}

export const runners = {
  'parallel-pipeline': {},
  'parallel-pipeline-pick': runPick,
  'parallel-pipeline-report': runReport,
}
