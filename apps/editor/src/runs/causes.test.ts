import { idleNode, type NodeView } from '@quorum/engine'
import { describe, expect, it } from 'vitest'
import { causesOf } from './causes.ts'

const failed = (code: string, second: number, handled = false): NodeView => ({
  ...idleNode,
  status: 'failed',
  error: { code, message: `${code}!`, ...(handled ? { handled } : {}) },
  endedAt: `2026-01-01T00:00:0${second}.000Z`,
})
const codes = (...of: Parameters<typeof causesOf>): string[] => causesOf(...of).map(({ code }) => code)

describe('the causes of a failed run', () => {
  it('begin with what failed first, whatever the order of the nodes', () => {
    expect(codes({ a: failed('schema', 5), b: failed('timeout', 2) }, null)).toEqual(['timeout', 'schema'])
  })

  it('put steps that only suffered last, even if they ended first', () => {
    expect(codes({ join: failed('upstream-failed', 1), a: failed('auth', 3) }, null)).toEqual([
      'auth',
      'upstream-failed',
    ])
  })

  it('leave out what the flow takes care of, and the inside of a composite', () => {
    expect(
      codes({ a: failed('schema', 1, true), 'c/answers': failed('timeout', 2), c: failed('too-few-answers', 3) }, null),
    ).toEqual(['too-few-answers'])
  })

  it('begin with a spent budget, which is of the whole run', () => {
    const error = { code: 'budget', message: 'Used up' }
    expect(causesOf({ a: failed('timeout', 1) }, error)[0]).toEqual({ nodeId: null, ...error })
  })

  it('fall back to the error of the run when no step failed', () => {
    expect(codes({ a: idleNode }, { code: 'deadlock', message: 'They wait for each other' })).toEqual(['deadlock'])
  })

  it('do not repeat a failure that the run reports too', () => {
    expect(codes({ a: failed('auth', 1) }, { code: 'auth', message: 'auth!', nodeId: 'a' })).toEqual(['auth'])
  })
})
