import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { runStore } from '../currentRun.ts'
import { useMoment } from '../moment.ts'
import { forgetReplay, openReplay, pause, play, seek, stepBy, useReplay } from './replay.ts'

const record = {
  id: 'r1',
  flowId: 'f',
  revision: 1,
  flow: {
    format: 'quorum.flow/1',
    name: 'test',
    description: '',
    settings: {},
    nodes: [
      { id: 'a', kind: 'template', params: { text: 'hi' }, position: { x: 0, y: 0 } },
      { id: 'b', kind: 'output', params: {}, position: { x: 300, y: 0 } },
    ],
    edges: [{ id: 'e', source: 'a', target: 'b' }],
    notes: [],
  },
  input: null,
  seed: 1,
  model: null,
  source: null,
  callees: {},
}
const events = [
  { seq: 1, at: 1_000, type: 'run.started', input: null, seed: 1 },
  { seq: 2, at: 1_100, type: 'node.completed', path: 'a', node: 'a', ports: { out: 'hi' }, input: null },
  { seq: 3, at: 90_000, type: 'node.completed', path: 'b', node: 'b', ports: {}, input: 'hi' },
  { seq: 4, at: 90_010, type: 'run.ended', status: 'completed', output: { result: 'hi' }, error: null },
]

const calls: string[] = []
const frames = (ms: number): void => {
  for (let passed = 0; passed < ms; passed += 16) vi.advanceTimersByTime(16)
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'performance'] })
  calls.length = 0
  vi.stubGlobal('fetch', async (path: string) => {
    calls.push(path)
    return new Response([record, ...events].map((line) => `${JSON.stringify(line)}\n`).join(''))
  })
  await openReplay('r1')
  frames(32)
})
afterEach(() => {
  forgetReplay()
  runStore.clear()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('reads the history once and shows its end', () => {
  expect(calls).toEqual(['/api/runs/r1/history'])
  expect(useReplay.getState()).toMatchObject({ length: 4, index: 4, loading: false, error: null })
  expect(runStore.head()).toMatchObject({ status: 'completed', output: { result: 'hi' } })
})

it('shows the run as it was at any moment, and what time it was', () => {
  seek(2)
  frames(32)
  expect(runStore.head()?.status).toBe('running')
  expect([runStore.node('a')?.status, runStore.node('b')?.status]).toEqual(['completed', 'idle'])
  expect(useMoment.getState()).toEqual({ past: true, at: 1_100 })
  stepBy(1)
  frames(32)
  expect(runStore.node('b')?.status).toBe('completed')
  stepBy(-99)
  expect(useReplay.getState().index).toBe(0)
})

it('plays on in the time of the run, and does not sit through a long silence', () => {
  seek(1)
  play()
  frames(64)
  expect(useReplay.getState().index).toBe(1)
  frames(80)
  expect(useReplay.getState().index).toBe(2)
  frames(1_700)
  expect(useReplay.getState()).toMatchObject({ index: 4, playing: false })
})

it('a moment that is paused stays', () => {
  seek(1)
  play()
  pause()
  frames(5_000)
  expect(useReplay.getState().index).toBe(1)
})

it('says so when the history cannot be read', async () => {
  forgetReplay()
  vi.stubGlobal('fetch', async () =>
    Response.json({ code: 'not-found', detail: 'There is no such run.' }, { status: 404 }),
  )
  await openReplay('r2')
  expect(useReplay.getState()).toMatchObject({ loading: false, error: 'There is no such run.' })
})
