import { noUsage, type RunEvent } from '@quorum/engine'
import { expect, test } from 'vitest'
import { stepFacts } from './steps.ts'

const usage = { ...noUsage, calls: 1, inputTokens: 10 }
const log = (...bodies: object[]): RunEvent[] =>
  bodies.map((body, i) => ({ seq: i + 1, at: i * 100, path: 'w', node: 'w', ...body }) as RunEvent)
const failure = { code: 'rate-limit', message: 'Too many calls.' }

test('each try has its own times, error and usage; the step has the sum', () => {
  const facts = stepFacts(
    log(
      { type: 'node.started', attempt: 1, input: 'in' },
      { type: 'node.retrying', attempt: 1, failure, dueAt: 150, usage },
      { type: 'node.started', attempt: 2 },
      { type: 'step.completed', key: 'ask', value: 'x', usage },
      { type: 'node.completed', ports: { out: 'x' } },
    ),
  )
  expect(facts).toMatchObject({
    status: 'completed',
    input: 'in',
    output: 'x',
    error: null,
    startedAt: 0,
    endedAt: 400,
  })
  expect(facts?.usage.calls).toBe(2)
  expect(facts?.attempts).toEqual([
    { attempt: 1, startedAt: 0, endedAt: 100, error: failure, usage },
    { attempt: 2, startedAt: 200, endedAt: 400, usage },
  ])
})

test('several ports make an object, and a failure with a fallback has an output', () => {
  expect(stepFacts(log({ type: 'node.completed', ports: { out: 1, tally: 2 }, input: 0 }))?.output).toEqual({
    out: 1,
    tally: 2,
  })
  expect(
    stepFacts(log({ type: 'node.failed', failure, attempts: 1, handled: 'fallback', fallback: 'else' })),
  ).toMatchObject({ status: 'failed', output: 'else', error: failure })
})

test('a failed step that was taken up again is running, and its old error is only in the attempt', () => {
  const facts = stepFacts(
    log(
      { type: 'node.started', attempt: 1, input: 1 },
      { type: 'node.failed', failure, attempts: 1 },
      { type: 'node.started', attempt: 2 },
    ),
  )
  expect(facts).toMatchObject({ status: 'running', error: null, endedAt: null })
  expect(facts?.attempts).toHaveLength(2)
})

test('where nothing happened there is no step', () => {
  expect(stepFacts([])).toBeNull()
})

test('a round of a loop ends with the state it made, or with its failure', () => {
  const made = log({ type: 'round.opened', round: 1 }, { type: 'round.closed', round: 1, state: 2 })
  expect(stepFacts(made)).toMatchObject({ status: 'completed', output: 2, endedAt: 100 })
  const broken = log({ type: 'round.opened', round: 1 }, { type: 'round.closed', round: 1, error: failure })
  expect(stepFacts(broken)).toMatchObject({ status: 'failed', error: failure, endedAt: 100 })
})
