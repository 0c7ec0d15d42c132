import { expect, test } from 'vitest'
import { groupRun } from './groupRun.ts'

test('a group shows the state that needs the eye most, and is done only when all of it is', () => {
  expect(groupRun(['completed', 'failed', 'running'])).toEqual({ status: 'failed', done: 2 })
  expect(groupRun(['running', 'waiting'])).toEqual({ status: 'waiting', done: 0 })
  expect(groupRun(['completed', 'idle'])).toEqual({ status: 'queued', done: 1 })
  expect(groupRun(['completed', 'skipped'])).toEqual({ status: 'completed', done: 2 })
  expect(groupRun(['idle', 'idle'])).toEqual({ status: 'idle', done: 0 })
})
