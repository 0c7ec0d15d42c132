import { idleNode, type NodeView } from '@quorum/engine'
import { describe, expect, it } from 'vitest'
import { edgeRun } from './edgeRun.ts'

const node = (fields: Partial<NodeView>): NodeView => ({ ...idleNode, ...fields })
const idle = node({})

describe('what a run did with an edge', () => {
  it('is nothing without a run', () => expect(edgeRun(null, 'out', null)).toBe('none'))
  it('is pending until the source has ended', () =>
    expect(edgeRun(node({ status: 'running' }), 'out', idle)).toBe('pending'))
  it('follows the verdict of a gate', () => {
    const gate = node({ status: 'completed', detail: { pass: true } })
    expect(edgeRun(gate, 'pass', idle)).toBe('taken')
    expect(edgeRun(gate, 'fail', idle)).toBe('notTaken')
  })
  it('follows the ways of a branch', () => {
    const branch = node({ status: 'completed', detail: { taken: ['a'] } })
    expect(edgeRun(branch, 'a', node({ status: 'running' }))).toBe('active')
    expect(edgeRun(branch, 'else', idle)).toBe('notTaken')
  })
  it('follows the decision of people', () => {
    const approval = node({ status: 'completed', detail: [{ decision: 'reject' }] })
    expect(edgeRun(approval, 'rejected', idle)).toBe('taken')
    expect(edgeRun(approval, 'approved', idle)).toBe('notTaken')
  })
  it('leaves a failed node by its error port only', () => {
    const failed = node({ status: 'failed', error: { code: 'x', message: '', handled: true } })
    expect(edgeRun(failed, 'error', idle)).toBe('taken')
    expect(edgeRun(failed, 'out', idle)).toBe('notTaken')
  })
  it('is not taken behind a skipped node', () =>
    expect(edgeRun(node({ status: 'skipped' }), 'out', idle)).toBe('notTaken'))
})
