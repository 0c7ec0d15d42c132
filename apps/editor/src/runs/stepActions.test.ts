import { Flow, idleNode, type NodeView, type RunStatus, type RunView } from '@quorum/engine'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { closeDocument, openDocument } from '../document/documentStore.ts'
import { runStore } from './currentRun.ts'
import { openPins, pinsOf } from './pins.ts'
import { stepActions, stepKey } from './stepActions.ts'

const flow = Flow.parse({
  format: 'quorum.flow/1',
  name: 'test',
  nodes: [
    { id: 'q', kind: 'input' },
    { id: 'w', kind: 'agent', title: 'Writer' },
    { id: 'p', kind: 'pool', params: { source: 'open' } },
    { id: 'i', kind: 'template', parent: 'p' },
  ].map((node, index) => ({ params: {}, position: { x: index * 300, y: 0 }, ...node })),
  edges: [],
})

const asked: [string, unknown][] = []

function show(status: RunStatus, nodes: Record<string, Partial<NodeView>>): void {
  const view: RunView = {
    id: 'r1',
    flowId: 'f',
    revision: 1,
    replayOf: null,
    status,
    waitingFor: [],
    seq: 9,
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: null,
    input: null,
    output: null,
    error: null,
    usage: idleNode.usage,
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, { ...idleNode, ...node }])),
  }
  runStore.push({ type: 'snapshot', view })
  vi.runAllTimers()
}
const labels = (nodeId: string, path?: string): readonly string[] => stepActions(nodeId, path).map(({ label }) => label)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'requestAnimationFrame'] })
  localStorage.clear()
  openDocument({ id: 'f', revision: 1, flow })
  openPins('f')
  asked.length = 0
  vi.stubGlobal('fetch', async (path: string, { body }: { body?: string } = {}) => {
    asked.push([path, body && JSON.parse(body)])
    return Response.json({ path: 'w', output: 'A text', ports: { out: 'A text' }, status: 'completed' })
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  runStore.clear()
  closeDocument()
})

it('a step at work can be stopped or skipped, a pool at work takes more items', () => {
  show('running', {
    w: { status: 'running' },
    p: { status: 'running', detail: { open: true } },
    q: { status: 'completed' },
  })
  expect(labels('w')).toEqual(['Stop this step', 'Skip this step'])
  expect(labels('p')).toEqual(['Add items…', 'No more items', 'Stop this step', 'Skip this step'])
  expect(labels('q')).toEqual([])
  expect(labels('i', 'p[3]/i')).toEqual(['Skip this step'])
})

it('a step that failed can be tried again; one that is done can be edited or kept', () => {
  show('failed', { w: { status: 'failed' }, p: { status: 'completed' } })
  expect(labels('w')[0]).toBe('Try this step again')
  expect(labels('p')).toEqual([
    'Run from here',
    'Run only this',
    'Edit the result and go on…',
    'Keep this result in new runs',
  ])
  expect(labels('i')).toEqual([])
})

it('D skips the step in the live run', async () => {
  show('running', { w: { status: 'running' } })
  expect(stepKey('d', 'w')).toBe(true)
  await vi.waitFor(() => expect(asked).toEqual([['/api/runs/r1/skip', { path: 'w' }]]))
})

it('P keeps the result for the runs to come, and lets it go again', async () => {
  show('completed', { w: { status: 'completed' } })
  stepKey('p', 'w')
  await vi.waitFor(() => expect(pinsOf('f')).toEqual({ w: 'A text' }))
  openPins('f')
  expect(pinsOf('f')).toEqual({ w: 'A text' })
  stepKey('P', 'w')
  expect(pinsOf('f')).toEqual({})
})
