import type { Outcome, Parked, SignalIn } from '@quorum/engine'
import { expect, test } from 'vitest'
import { inputOf } from '../testing.ts'
import { approval } from './definition.ts'
import { runApproval } from './run.ts'

const { park } = runApproval
if (!park) throw new Error('an approval waits')
const input = inputOf('draft')

function decide(params: Record<string, unknown>, signals: readonly SignalIn[]): Parked | Outcome | 'duplicate' {
  const parsed = approval.params.parse(params)
  let state: Parked | Outcome | 'duplicate' = park?.begin(parsed, input, 1_000) ?? 'duplicate'
  for (const signal of signals) {
    if (state === 'duplicate' || 'type' in state) break
    state = park?.onSignal(parsed, input, state, signal, 2_000) ?? 'duplicate'
  }
  return state
}

test('it waits until the deadline and shows the message with its names filled in', () => {
  expect(decide({ message: 'Publish “{{ input }}”?', deadlineMs: 500 }, [])).toEqual({
    kind: 'approval',
    until: 1_500,
    memory: { message: 'Publish “draft”?', decisions: [] },
  })
  expect(decide({ message: '{{ input.nope }}' }, [])).toMatchObject({
    type: 'failed',
    failure: { code: 'missing-value' },
  })
})

test('an approval lets the input go on, and the decisions are the record', () => {
  expect(decide({}, [{ decision: 'approve', by: 'Ann' }])).toEqual({
    type: 'completed',
    ports: { approved: 'draft' },
    record: [{ decision: 'approve', by: 'Ann', at: '1970-01-01T00:00:02.000Z', data: null }],
  })
})

test('an edited value takes the place of the input', () => {
  expect(decide({}, [{ decision: 'approve', by: 'Ann', data: { value: 'better' } }])).toMatchObject({
    ports: { approved: 'better' },
  })
  expect(decide({}, [{ decision: 'reject', by: 'Ann', data: { note: 'no' } }])).toMatchObject({
    ports: { rejected: 'draft' },
  })
})

test('several approvals need different people', () => {
  const twice = [
    { decision: 'approve', by: 'Ann' },
    { decision: 'approve', by: 'Ann' },
  ] as const
  expect(decide({ approvals: 2 }, twice)).toBe('duplicate')
  expect(decide({ approvals: 2 }, [twice[0], { decision: 'approve', by: 'Bob' }])).toMatchObject({
    ports: { approved: 'draft' },
  })
  expect(decide({ approvals: 2 }, [twice[0]])).toMatchObject({ kind: 'approval' })
})

test('the first rejection decides', () => {
  expect(
    decide({ approvals: 3 }, [
      { decision: 'approve', by: 'Ann' },
      { decision: 'reject', by: 'Bob' },
    ]),
  ).toMatchObject({
    ports: { rejected: 'draft' },
    record: [{ by: 'Ann' }, { by: 'Bob' }],
  })
})

test('past the deadline the input leaves by “timeout”, or the node fails if nobody is connected there', () => {
  const parsed = approval.params.parse({})
  const parked = decide({}, []) as Parked
  expect(park?.onDue(parsed, inputOf('draft', { connected: new Set(['timeout']) }), parked)).toMatchObject({
    ports: { timeout: 'draft' },
  })
  expect(park?.onDue(parsed, input, parked)).toMatchObject({ type: 'failed', failure: { code: 'timeout' } })
})
