import { completed, type NodeBehaviour, type Value } from '@quorum/engine'
import { fromPiece } from '../pattern/json.ts'

interface Outcome {
  readonly index: number
  readonly status: string
  readonly value?: Value
  readonly error?: Value
}

const runReport: NodeBehaviour = {
  inTurn(_, { value }) {
    const outcomes = fromPiece<readonly Outcome[]>(value)
    const through = outcomes.filter(({ status }) => status === 'ok')
    const dropped = outcomes.filter(({ status }) => status !== 'ok')
    return completed({
      stream: through.map(({ value: made = null }) => made),
      dropped: dropped.map(({ index, status, error = null }): Value => ({ index, status, error })),
      record: { through: through.length, dropped: dropped.length },
    })
  },
}

export const runners = { 'assembly-line': {}, 'assembly-line-stage': {}, 'assembly-line-report': runReport }
