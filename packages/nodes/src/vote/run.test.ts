import type { Value } from '@quorum/engine'
import { expect, test } from 'vitest'
import { dead, inputOf, live } from '../testing.ts'
import { vote } from './definition.ts'
import { runVote } from './run.ts'

function hold(
  params: Record<string, unknown>,
  arrivals: readonly ReturnType<typeof live>[],
  connected: readonly string[] = [],
) {
  return runVote.inTurn?.(vote.params.parse(params), inputOf(null, { arrivals, connected: new Set(connected) }))
}
const ports = (outcome: ReturnType<typeof hold>) => (outcome?.type === 'completed' ? outcome.ports : {})
const tally = (outcome: ReturnType<typeof hold>) => outcome?.record as unknown as Record<string, Record<string, Value>>

test('each edge is a ballot; the winner goes out as it was given, with the tally', () => {
  const outcome = hold({}, [live('a', 'yes'), live('b', ' yes '), live('c', { choice: 'no', reason: 'x' })])
  expect(ports(outcome).out).toBe('yes')
  expect(ports(outcome).tally).toEqual(outcome?.record)
  expect(outcome?.record).toEqual({
    rule: 'plurality',
    winner: 'yes',
    decidedBy: 'rule',
    candidates: [
      { value: 'yes', index: 0, votes: 2, score: 2, rank: 1 },
      { value: 'no', index: 1, votes: 1, score: 1, rank: 2 },
    ],
    ballots: { valid: 3, invalid: 0, abstained: 0 },
    quorum: { needed: 0, met: true },
  })
})

test('a list of ballots and an object with candidates count as many ballots', () => {
  expect(ports(hold({}, [live('pool', ['a', 'b', 'b'])])).out).toBe('b')
  const given = { candidates: ['x', 'y'], ballots: [{ choice: 'y' }, { choice: 'z' }] }
  const outcome = hold({}, [live('pool', given)])
  expect(ports(outcome).out).toBe('y')
  expect(tally(outcome).ballots).toEqual({ valid: 1, invalid: 1, abstained: 0 })
})

test('numbers and booleans are choices, and a dead edge is an abstention', () => {
  const outcome = hold({}, [live('a', 3), live('b', true), live('c', 3), dead('d'), live('e', '  ')])
  expect(ports(outcome).out).toBe(3)
  expect(tally(outcome).ballots).toEqual({ valid: 3, invalid: 0, abstained: 2 })
})

test('weights go by voter, a ballot’s own weight first, under every rule', () => {
  const weights = { a: 5 }
  expect(ports(hold({ weights }, [live('a', 'x'), live('b', 'y'), live('c', 'y')])).out).toBe('x')
  expect(ports(hold({ weights }, [live('a', { choice: 'x', weight: 1 }), live('b', 'y'), live('c', 'y')])).out).toBe(
    'y',
  )
})

test('k of n takes bare truths as approvals', () => {
  expect(ports(hold({ rule: 'kOfN' }, [live('a', true), live('b', { approve: true }), live('c', 'reject')])).out).toBe(
    'approve',
  )
  expect(ports(hold({ rule: 'kOfN' }, [live('a', true), live('b', false)])).out).toBe('reject')
})

test('without a winner the reason leaves by “undecided”', () => {
  const outcome = hold({ rule: 'majority' }, [live('a', 'x'), live('b', 'y')], ['undecided'])
  expect(ports(outcome)).not.toHaveProperty('out')
  expect(ports(outcome).undecided).toMatchObject({ reason: 'undecided', tally: { winner: null, decidedBy: null } })
  expect(ports(hold({ quorum: 3 }, [live('a', 'x')], ['undecided'])).undecided).toMatchObject({
    reason: 'quorum-missed',
  })
  expect(ports(hold({}, [dead('a')], ['undecided'])).undecided).toMatchObject({ reason: 'no-valid-ballot' })
})

test('with nobody connected to “undecided” the node fails, and keeps the tally', () => {
  const outcome = hold({ rule: 'unanimity' }, [live('a', 'x'), live('b', 'y')])
  expect(outcome).toMatchObject({ type: 'failed', failure: { code: 'undecided' }, record: { rule: 'unanimity' } })
})

test('candidates of the node itself are fixed and come first', () => {
  const outcome = hold({ candidates: ['no', 'yes'] }, [live('a', 'yes'), live('b', 'no'), live('c', 'perhaps')])
  expect(ports(outcome).out).toBe('no')
  expect(tally(outcome)).toMatchObject({ decidedBy: 'index', ballots: { invalid: 1 } })
})

test('first to k and ahead by k count in the order of the ballots and stop when decided', () => {
  const inOrder = (text: string) => [...text].map((one) => live(one, one))
  expect(ports(hold({ rule: 'firstToK', k: 2 }, inOrder('abba'))).out).toBe('b')
  const ahead = (text: string) => hold({ rule: 'aheadByK', k: 3 }, inOrder(text), ['undecided'])
  // The deterministic tallies of MAKER.md §5.3.
  expect(ports(ahead('AAA')).out).toBe('A')
  expect(ports(ahead('AABAA')).out).toBe('A')
  expect(ports(ahead('AABCAA')).out).toBe('A')
  expect(tally(ahead('AABCAA')).candidates).toMatchObject([{ votes: 4 }, { votes: 1 }, { votes: 1 }])
  expect(ports(ahead('BAAAA')).out).toBe('A')
  expect(ports(ahead('AABCA')).undecided).toMatchObject({ reason: 'undecided' })
  expect(ports(ahead('ABABABABAB')).undecided).toMatchObject({ reason: 'undecided' })
  expect(tally(ahead('AAABBBBBB')).candidates).toMatchObject([{ votes: 3 }, { votes: 0 }])
})

test('self-consistency compares what the answers end in', () => {
  const answers = ['7 times 6.\nAnswer: **42**', 'So it is\nanswer: 42.', 'Answer: 41']
  const outcome = hold(
    { rule: 'selfConsistency' },
    answers.map((text, i) => live(`s${i}`, text)),
  )
  expect(ports(outcome).out).toBe('42')
  expect(tally(outcome).candidates).toMatchObject([{ votes: 2 }, { votes: 1 }])
})

test('a tie may be run off, or left to others', () => {
  const ballots = [
    live('1', { ranking: ['a', 'b', 'c'] }),
    live('2', { ranking: ['b', 'a', 'c'] }),
    live('3', { ranking: ['c', 'b', 'a'] }),
    live('4', { ranking: ['a', 'c', 'b'] }),
    live('5', { ranking: ['b', 'c', 'a'] }),
  ]
  const runoff = hold({ tieBreak: 'runoff' }, ballots)
  expect(ports(runoff).out).toBe('b')
  expect(tally(runoff).decidedBy).toBe('runoff')
  for (const tieBreak of ['escalate', 'sampleMore'])
    expect(ports(hold({ tieBreak }, ballots, ['undecided'])).undecided).toMatchObject({ reason: 'tie' })
})

test('while voters are still out, the tally shows what has come', () => {
  const { preview } = runVote
  const params = vote.params.parse({})
  expect(preview?.(params, [live('a', 'tea'), live('b', 'tea'), dead('c', 'notTaken'), live('d', 'milk')])).toEqual({
    tea: 2,
    milk: 1,
  })
  expect(preview?.(params, [])).toEqual({})
})
