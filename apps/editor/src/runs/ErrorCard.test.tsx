import { Flow, idleNode, type NodeView } from '@quorum/engine'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useUi } from '../canvas/uiStore.ts'
import { closeDocument, openDocument } from '../document/documentStore.ts'
import { hideRun, runStore } from './currentRun.ts'
import { useDock } from './dockStore.ts'
import { ErrorCard } from './ErrorCard.tsx'
import { useRunDialog } from './runDialog.ts'

const flow = Flow.parse({
  format: 'quorum.flow/1',
  name: 'test',
  nodes: [
    { id: 'w', kind: 'agent', title: 'Writer' },
    { id: 'p', kind: 'pool', title: 'Each' },
    { id: 'i', kind: 'agent', parent: 'p' },
  ].map((node, index) => ({ params: {}, position: { x: index * 300, y: 0 }, ...node })),
  edges: [],
})
const failed = (code: string): Partial<NodeView> => ({ status: 'failed', error: { code, message: 'no' } })
const posts: [string, unknown][] = []

async function card(nodeId: string, code: string, node: Partial<NodeView> = {}) {
  runStore.push({
    type: 'snapshot',
    view: {
      id: 'r1',
      flowId: 'f',
      revision: 1,
      replayOf: null,
      status: 'failed',
      waitingFor: [],
      seq: 9,
      startedAt: '2026-01-01T00:00:00.000Z',
      endedAt: '2026-01-01T00:00:01.000Z',
      input: null,
      output: null,
      error: { code, message: 'no', nodeId, path: nodeId },
      usage: idleNode.usage,
      nodes: { [nodeId]: { ...idleNode, ...failed(code), ...node } },
    },
  })
  await vi.waitFor(() => expect(runStore.head()?.status).toBe('failed'))
  render(<ErrorCard cause={{ nodeId, code, message: 'no' }} />)
  return (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }))
}

beforeEach(() => {
  openDocument({ id: 'f', revision: 1, flow })
  posts.length = 0
  vi.stubGlobal(
    'EventSource',
    class extends EventTarget {
      close() {}
    },
  )
  vi.stubGlobal('fetch', async (path: string, { method, body }: { method?: string; body?: string } = {}) => {
    if (method === 'POST') posts.push([path, JSON.parse(body ?? 'null')])
    if (path.endsWith('/flow')) return Response.json(flow)
    if (path.includes('/items?'))
      return Response.json({ items: [{ path: 'p[1]' }, { path: 'p[4]' }], nextCursor: null })
    return Response.json({ status: 'running' }, { status: 202 })
  })
})
afterEach(() => {
  cleanup()
  hideRun()
  vi.unstubAllGlobals()
  closeDocument()
})

it.each([
  ['Try again from here', { paths: ['w'] }],
  ['Skip it and go on', { paths: ['w'], skip: ['w'] }],
])('“%s” is one click', async (name, body) => {
  const click = await card('w', 'server')
  await click(name)
  await vi.waitFor(() => expect(posts).toEqual([['/api/runs/r1/retry', body]]))
})

it('the items that failed are tried again in one click, and can be looked at', async () => {
  const counts = { ...idleNode.counts, completed: 3, failed: 2 }
  const click = await card('p', 'pool-failed', { progress: { done: 5, total: 5 }, counts })
  await click('See the items that failed')
  expect(useDock.getState()).toMatchObject({ tab: 'items', open: true })
  await click('Retry the 2 items that failed')
  await vi.waitFor(() => expect(posts).toEqual([['/api/runs/r1/retry', { paths: ['p[1]', 'p[4]'] }]]))
})

it('another model and other settings are one click away', async () => {
  const click = await card('w', 'not-found')
  await click('Other model')
  // The step names no model, so it takes that of the workflow: its settings are where that is chosen.
  expect(useUi.getState()).toMatchObject({ inspectorTab: 'setup' })
  cleanup()
  useUi.setState({ inspectorTab: 'run' })
  const again = await card('w', 'schema')
  await again('Edit step')
  expect(useUi.getState()).toMatchObject({ inspectorTab: 'setup' })
})

it('a result can be given by hand', async () => {
  const click = await card('w', 'server')
  await click('Give the result by hand and go on')
  expect(useRunDialog.getState().open).toEqual({ type: 'result', nodeId: 'w' })
})

it('a spent budget can be raised, and no step is skipped for it', async () => {
  const click = await card('w', 'budget')
  expect(screen.queryByRole('button', { name: 'Skip it and go on' })).toBeNull()
  await click('Raise the budget')
  expect(await screen.findByRole('dialog', { name: 'Raise the budget and go on' })).toBeTruthy()
})
