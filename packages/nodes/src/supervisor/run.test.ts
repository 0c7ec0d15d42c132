import type { Value } from '@quorum/engine'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, textOfRequest } from '../pattern/testing.ts'
import { supervisor } from './definition.ts'

const isWorker = (key: string) => key.includes('/workers[')
const planning =
  (n: number): Says =>
  (request, key): Value => {
    if (key.includes('/plan'))
      return { tasks: Array.from({ length: n }, (_, i) => ({ task: `task${i}`, details: '' })) }
    return isWorker(key) ? `did ${request.messages.at(-1)?.content}` : 'the result'
  }
const failing =
  (n: number, broken: string): Says =>
  (request, key) =>
    isWorker(key) && textOfRequest(request).includes(broken) ? 'fail' : planning(n)(request, key)

test.each([1, 4])('%i tasks make T + 2 calls, with one outcome each in the order of the plan', async (n) => {
  const { output, calls, requests } = await runPattern(supervisor, 'the job', { says: planning(n) })
  expect(calls).toBe(n + 2)
  expect(output.result).toBe('the result')
  expect(output.outcomes).toEqual(
    Array.from({ length: n }, (_, i) => ({ name: `task${i}`, status: 'ok', value: `did task${i}` })),
  )
  expect(textOfRequest(requests.at(-1)?.request as never)).toContain('the job')
})

test('the result is written once all tasks have settled, from results and failures', async () => {
  const { output, view, requests, node } = await runPattern(supervisor, 'x', { says: failing(3, 'task1') })
  expect(view.status).toBe('completed')
  expect(output.outcomes).toMatchObject([{ status: 'ok' }, { status: 'failed' }, { status: 'ok' }])
  expect(textOfRequest(requests.at(-1)?.request as never)).toContain('Task 2: task1\nFailed: ')
  expect(node?.detail).toEqual({ tasks: 3, failed: 1 })
})

test('a task that fails is given out again as often as allowed', async () => {
  let tries = 0
  const says: Says = (request, key) => {
    if (isWorker(key) && textOfRequest(request).includes('task1')) return ++tries === 1 ? 'fail' : 'second try'
    return planning(2)(request, key)
  }
  const { output } = await runPattern(supervisor, 'x', { says })
  expect(output.outcomes).toMatchObject([{}, { status: 'ok', value: 'second try' }])
  expect((await runPattern(supervisor, 'x', { says: failing(2, 'task1'), params: { taskAttempts: 1 } })).calls).toBe(4)
})

test('a worker that stalls loses its task to another', async () => {
  let tries = 0
  const says: Says = (request, key) => {
    if (isWorker(key) && textOfRequest(request).includes('task1') && ++tries === 1) return new Promise<Value>(() => {})
    return planning(2)(request, key)
  }
  const { output, view } = await runPattern(supervisor, 'x', { says, params: { stallMs: 5_000 } })
  expect(view.status).toBe('completed')
  expect(output.outcomes).toMatchObject([{ status: 'ok' }, { status: 'ok' }])
  expect(tries).toBe(2)
})

test('a failed task fails the whole if that is wanted; all of them failing always does', async () => {
  const strict = await runPattern(supervisor, 'x', { says: failing(2, 'task1'), params: { aggregateOnPartial: false } })
  expect(strict.node?.error?.code).toBe('tasks-failed')
  expect((await runPattern(supervisor, 'x', { says: failing(2, 'task') })).node?.error?.code).toBe('tasks-failed')
})

test('an empty plan still gives a result; a plan without tasks or with too many fails', async () => {
  const empty = await runPattern(supervisor, 'x', { says: planning(0) })
  expect([empty.output.result, empty.calls]).toEqual(['the result', 2])
  expect((await runPattern(supervisor, 'x', { says: planning(4), params: { maxTasks: 3 } })).node?.error?.code).toBe(
    'too-many-tasks',
  )
  expect((await runPattern(supervisor, 'x', { says: () => ({ steps: [] }) })).node?.error?.code).toBe('no-plan')
})

test('the inside is made of known kinds and ports', () => expectSoundBody(supervisor, {}))
