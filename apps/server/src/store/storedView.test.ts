import { idleNode, noUsage, type RunView } from '@quorum/engine'
import { expect, test } from 'vitest'
import { unpack } from './packed.ts'
import { packView, unpackView } from './storedView.ts'

const view: RunView = {
  id: 'run_1',
  flowId: null,
  revision: null,
  replayOf: null,
  status: 'completed',
  waitingFor: [],
  seq: 9,
  startedAt: null,
  endedAt: null,
  input: null,
  output: null,
  error: null,
  usage: noUsage,
  nodes: {
    idle: idleNode,
    ran: { ...idleNode, status: 'completed', attempt: 1, counts: { ...idleNode.counts, completed: 1 } },
    asked: { ...idleNode, usage: { ...idleNode.usage, calls: 2, usd: null }, sent: { out: 0 }, tally: { A: 0 } },
    heard: { ...idleNode, waiting: [{ for: 'x' }] as never },
  },
}

test('the view of an ended run comes back as it was, and holds only what is not as usual', () => {
  const packed = packView(view, (text) => text)
  expect(unpackView(packed)).toEqual(view)
  expect(JSON.parse(unpack(packed)).nodes.ran).toEqual({ status: 'completed', attempt: 1, counts: { completed: 1 } })
})

test('a view that was stored with all its figures is read as well', () => {
  expect(unpackView(JSON.stringify(view))).toEqual(view)
})
