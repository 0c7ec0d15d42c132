import { expect, test } from 'vitest'
import { contextOf, inputOf, live } from '../testing.ts'
import { vote } from './definition.ts'
import { runVote } from './run.ts'

const judged = async (answers: readonly object[], values: readonly string[]) => {
  const { ctx, asked } = contextOf(answers as never)
  const input = inputOf(null, {
    arrivals: values.map((value, i) => live(`a${i}`, value)),
    connected: new Set(['undecided']),
  })
  const params = vote.params.parse({ rule: 'judge' })
  expect(runVote.inTurn?.(params, input)).toBeNull()
  const outcome = await runVote.task?.(ctx, params, input)
  if (outcome?.type !== 'completed') throw new Error('it completes')
  return { ports: outcome.ports, tally: outcome.record as Record<string, unknown>, asked }
}

test('a judge is asked in both orders and picks the same answer twice', async () => {
  // In the second question the answers stand the other way round.
  const { ports, tally, asked } = await judged([{ winner: 'B' }, { winner: 'A' }], ['plain', 'witty'])
  expect(ports.out).toBe('witty')
  expect(tally).toMatchObject({ rule: 'judge', winner: 'witty', decidedBy: 'rule', ballots: { valid: 2 } })
  expect(asked.map(({ key }) => key)).toEqual(['answer-1', 'answer-2'])
})

test('a judge who takes whatever stands first contradicts itself, and the order of candidates decides', async () => {
  const { ports, tally } = await judged([{ winner: 'A' }, { winner: 'A' }], ['plain', 'witty'])
  expect(ports.out).toBe('plain')
  expect(tally).toMatchObject({ decidedBy: 'index' })
})

test('a judge that names nobody, though asked once more, leaves it undecided', async () => {
  const nothing = { winner: 'Z' }
  const { ports } = await judged([nothing, nothing, nothing, nothing], ['plain', 'witty'])
  expect(ports.undecided).toMatchObject({ reason: 'no-valid-ballot', tally: { ballots: { invalid: 2 } } })
})

test('one candidate needs no judge', async () => {
  const { ports, asked } = await judged([], ['plain'])
  expect(ports.out).toBe('plain')
  expect(asked).toEqual([])
})
