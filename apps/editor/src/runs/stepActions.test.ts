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
    { id: 'j', kind: 'join' },
    { id: 'g', kind: 'guard' },
  ].map((node, index) => ({ params: {}, position: { x: index * 300, y: 0 }, ...node })),
  edges: [],
})

const asked: [string, unknown][] = []
let kept: readonly unknown[] = []

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

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'requestAnimationFrame'] })
  localStorage.clear()
  openDocument({ id: 'f', revision: 1, flow })
  asked.length = 0
  kept = []
  vi.stubGlobal('fetch', async (path: string, { body }: { body?: string } = {}) => {
    asked.push([path, body && JSON.parse(body)])
    if (path.endsWith('/kept')) return Response.json({ items: kept, nextCursor: null })
    return Response.json({ path: 'w', output: 'A text', ports: { out: 'A text' }, status: 'completed' })
  })
  await openPins('f')
  asked.length = 0
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
  expect(labels('p')).toEqual([
    'Add items…',
    'No more items',
    'Finish with what is there',
    'Stop this step',
    'Skip this step',
  ])
  expect(labels('q')).toEqual([])
  expect(labels('i', 'p[3]/i')).toEqual(['Skip this step'])
})

it('a step that failed can be tried again; one that is done can be edited or kept', () => {
  show('failed', { w: { status: 'failed' }, p: { status: 'completed' } })
  expect(labels('w')[0]).toBe('Try this step again')
  expect(labels('p')).toEqual([
    'Run from here',
    'Run only this',
    'Run until here',
    'Edit the result and go on…',
    'Keep this result in new runs',
  ])
  expect(labels('i')).toEqual([])
})

it('a pool finishes with what is there, a join that waits goes on with what has come, a guard has nothing before it succeeds', async () => {
  const feeder = { port: 'in', from: 'w' }
  show('running', {
    p: { status: 'running' },
    g: { status: 'running' },
    j: {
      status: 'waiting',
      feeders: [
        { ...feeder, state: 'arrived' },
        { ...feeder, state: 'running' },
      ],
    },
  })
  const early = (id: string) => stepActions(id).find(({ label }) => /^(Finish|Go on) with/.test(label))
  expect(early('g')).toBeUndefined()
  expect(early('j')?.label).toBe('Go on with what has come')
  early('p')?.onSelect()
  await vi.waitFor(() => expect(asked).toEqual([['/api/runs/r1/finish', { path: 'p' }]]))
})

it('D skips the step in the live run', async () => {
  show('running', { w: { status: 'running' } })
  expect(stepKey('d', 'w')).toBe(true)
  await vi.waitFor(() => expect(asked).toEqual([['/api/runs/r1/skip', { path: 'w' }]]))
})

it('P keeps the result for the runs to come, on the server, and lets it go again', async () => {
  show('completed', { w: { status: 'completed' } })
  stepKey('p', 'w')
  await vi.waitFor(async () => expect(await pinsOf('f')).toEqual({ w: 'A text' }))
  expect(asked.at(-1)).toEqual(['/api/flows/f/kept/w', { value: 'A text' }])
  stepKey('P', 'w')
  await vi.waitFor(async () => expect(await pinsOf('f')).toEqual({}))
  kept = [{ nodeId: 'w', value: 'Of somebody else' }]
  await openPins('f')
  expect(await pinsOf('f')).toEqual({ w: 'Of somebody else' })
})

it('what this browser alone had kept goes to the server', async () => {
  localStorage.setItem('quorum.pins.f', JSON.stringify({ w: 'Old' }))
  await openPins('f')
  expect(asked.at(-2)).toEqual(['/api/flows/f/kept/w', { value: 'Old' }])
  expect(localStorage.getItem('quorum.pins.f')).toBeNull()
})

it('without a run a step offers to run until there', () => {
  expect(labels('w')).toEqual(['Run until here'])
  expect(labels('i')).toEqual([])
})
