import { type Arrival, completed, type NodeBehaviour } from '@quorum/engine'
import { z } from 'zod'
import { piece } from './body.ts'
import { asValue, emptyAnswer, errorOf, isBlank, type PartOutcome } from './json.ts'

const params = z.looseObject({
  members: z.array(z.string()),
  deadlineMs: z.number().min(0).optional(),
  /** Go on as soon as so many have answered; without it when all have settled. */
  first: z.int().min(1).optional(),
  rest: z.enum(['drain', 'cancel']).default('cancel'),
})

/**
 * Brings the drawn members of a pattern together, those that failed included: member 2 answers at `m2`, its error
 * arrives at `e2`. Members that are still at work at the deadline are stopped and count as failed.
 */
export const gather = piece('pattern-gather', 'Gather', 'Waits for all who were asked and lists what came.', {
  params,
  inputs: ({ members }) => members.flatMap((_, i) => [`m${i}`, `e${i}`]),
  outputs: ['outcomes', 'byName'],
  activation: ({ deadlineMs, first, rest }) => ({
    type: 'join',
    ...(first === undefined ? { need: 'live' } : { need: 'n', n: first }),
    rest,
    onUnsatisfiable: 'fail',
    onFailed: 'ignore',
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  }),
})

export const runGather: NodeBehaviour<z.infer<typeof params>> = {
  inTurn({ members, first }, { arrivals }) {
    const at = new Map(arrivals.map((arrival) => [arrival.port, arrival]))
    const outcomes = members.map((name, i) => outcomeOf(name, at.get(`m${i}`), at.get(`e${i}`), first !== undefined))
    const byName = Object.fromEntries(outcomes.map(({ name, ...outcome }) => [name, outcome]))
    return completed({ outcomes: asValue(outcomes), byName: asValue(byName) })
  },
}

function outcomeOf(name: string, answer: Arrival | undefined, error: Arrival | undefined, raced: boolean): PartOutcome {
  if (answer?.signal.live) {
    const { value } = answer.signal
    return isBlank(value) ? { name, status: 'failed', error: emptyAnswer } : { name, status: 'ok', value }
  }
  if (error?.signal.live) return { name, status: 'failed', error: errorOf(error.signal.value) }
  if (answer && !answer.signal.live && answer.signal.reason === 'failed')
    return { name, status: 'failed', error: { code: 'failed', message: 'It failed; its own step says why.' } }
  if (raced) return { name, status: 'skipped' }
  return { name, status: 'failed', error: { code: 'timeout', message: 'It had not answered at the deadline.' } }
}

/** Edges of members `ids` to a gather at `to`. With `errors`, each member needs `policy.onError: port`. */
export const gathered = (ids: readonly string[], to: string, errors = true): string[] =>
  ids.flatMap((id, i) => [`${id}.out>${to}.m${i}`, ...(errors ? [`${id}.error>${to}.e${i}`] : [])])
