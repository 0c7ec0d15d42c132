import { idleNode, type NodeView } from '@quorum/engine'
import { describe, expect, it } from 'vitest'
import { edgeRun, timesTaken } from './edgeRun.ts'

const node = (fields: Partial<NodeView>): NodeView => ({ ...idleNode, ...fields })
const idle = node({})
const port = (portId: string, inner = false) => ({ portId, inner })

describe('what a run did with an edge', () => {
  it('is nothing without a run', () => expect(edgeRun(null, port('out'), null)).toBe('none'))
  it('is pending until the source has ended', () =>
    expect(edgeRun(node({ status: 'running' }), port('out'), idle)).toBe('pending'))
  it('follows the ports by which the step has sent, in any of its rounds', () => {
    const gate = node({ status: 'completed', sent: { fail: 2, pass: 1 } })
    expect(edgeRun(gate, port('pass'), idle)).toBe('taken')
    expect(edgeRun(gate, port('fail'), node({ status: 'running' }))).toBe('active')
    expect(edgeRun(gate, port('limit'), idle)).toBe('notTaken')
    expect([timesTaken(gate, port('fail'), idle), timesTaken(gate, port('limit'), idle)]).toEqual([2, 0])
  })
  it('stays drawn while the next round has not come by yet', () =>
    expect(edgeRun(node({ status: 'idle', sent: { out: 1 } }), port('out'), idle)).toBe('taken'))
  it('is taken behind a pool that has passed on what is enough, while it works on', () => {
    const pool = node({ status: 'running', sent: { results: 1 } })
    expect(edgeRun(pool, port('results'), idle)).toBe('taken')
    expect(edgeRun(pool, port('error'), idle)).toBe('pending')
  })
  it('leaves a failed node by its error port only', () => {
    const failed = node({ status: 'failed', error: { code: 'x', message: '', handled: true }, sent: { error: 1 } })
    expect(edgeRun(failed, port('error'), idle)).toBe('taken')
    expect(edgeRun(failed, port('out'), idle)).toBe('notTaken')
    expect(edgeRun(node({ status: 'failed' }), port('out'), idle)).toBe('failed')
  })
  it('is not taken behind a skipped node', () =>
    expect(edgeRun(node({ status: 'skipped' }), port('out'), idle)).toBe('notTaken'))
  it('counts each item that a container gives its body', () => {
    const inside = node({ counts: { running: 2, completed: 5, failed: 1, skipped: 0, cancelled: 0 } })
    expect(timesTaken(node({ status: 'running' }), port('item', true), inside)).toBe(8)
    expect(edgeRun(node({ status: 'running' }), port('item', true), inside)).toBe('taken')
  })
  it('of a run of an older version is drawn where the step has ended', () => {
    const old = node({ status: 'completed' })
    expect([edgeRun(old, port('out'), idle), edgeRun(old, port('error'), idle)]).toEqual(['taken', 'notTaken'])
  })
})
