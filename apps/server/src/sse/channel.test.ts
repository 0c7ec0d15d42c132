import { idleNode, noUsage, type RunPatch, type RunView } from '@quorum/engine'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { fold, readSse } from '../testing/readSse.ts'
import { createChannel } from './channel.ts'
import { diffViews } from './diffViews.ts'
import type { Frame } from './frame.ts'

const plain = (text: string): string => text
const first: RunView = {
  id: 'r',
  flowId: null,
  revision: null,
  replayOf: null,
  status: 'running',
  waitingFor: [],
  seq: 1,
  startedAt: null,
  endedAt: null,
  input: null,
  output: null,
  error: null,
  usage: noUsage,
  nodes: { a: idleNode, b: idleNode },
}
const patchOf = (seq: number, id: string, attempt: number): RunPatch => ({
  seq,
  nodes: { [id]: { status: 'running', attempt } },
})
const last = (view: RunView, seq: number): RunView => ({
  ...view,
  seq,
  status: 'completed',
  endedAt: 'then',
  nodes: { ...view.nodes, c: idleNode },
})

/** What a client that reads these frames folds onto what it has. */
async function folded(view: RunView | null, frames: readonly Frame[]): Promise<RunView | null> {
  const body = new Blob(frames.map((frame) => new Uint8Array(frame.bytes))).stream()
  let now = view
  for await (const event of readSse(body)) now = fold(now, event)
  return now
}

test('wherever a client is cut off, what it gets next brings it to the same view', async () => {
  const step = fc.record({ node: fc.constantFrom('a', 'b'), attempt: fc.nat(9), gap: fc.integer({ min: 1, max: 3 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.array(fc.nat(40)), async (steps, cuts) => {
      const channel = createChannel(first, plain)
      let seq = 1
      let client: RunView | null = null
      for (const [i, { node, attempt, gap }] of steps.entries()) {
        seq += gap
        channel.patch(patchOf(seq, node, attempt))
        if (cuts.includes(i)) client = await folded(client, channel.since(client?.seq ?? null) ?? [])
      }
      client = await folded(client, channel.since(client?.seq ?? null) ?? [])
      expect(client).toEqual(channel.view)
    }),
    { numRuns: 50 },
  )
})

test('a client that is up to date gets nothing twice', () => {
  const channel = createChannel(first, plain)
  channel.patch(patchOf(2, 'a', 1))
  expect(channel.since(2)).toEqual([])
  expect(channel.since(1)).toHaveLength(1)
})

test('a position that the channel never gave means the whole view', () => {
  const channel = createChannel({ ...first, seq: 50 }, plain)
  for (const after of [null, 3, 99])
    expect(channel.since(after)?.[0]?.bytes.toString()).toBe(channel.since(null)?.[0]?.bytes.toString())
})

test('patches that would be longer than the view are replaced by it', () => {
  const channel = createChannel(first, plain)
  for (let seq = 2; seq < 200; seq++) channel.patch(patchOf(seq, 'a', seq))
  expect(channel.since(1)).toHaveLength(1)
  expect(channel.since(198)).toHaveLength(1)
})

test('the end brings what was missed, and after it there is nothing more', async () => {
  const channel = createChannel(first, plain)
  const seen: Frame[] = []
  channel.sinks.add((frame) => void seen.push(frame))
  const end = last(first, 9)
  channel.end(end)
  expect(seen).toHaveLength(2)
  expect(await folded(first, seen)).toEqual(end)
  expect(channel.since(9)).toBeNull()
  expect(channel.since(1)).not.toBeNull()
})

test('the difference of two views is exactly what changed', () => {
  expect(diffViews(first, first)).toBeNull()
  const to: RunView = {
    ...first,
    seq: 4,
    output: { x: 1 },
    nodes: { ...first.nodes, b: { ...idleNode, status: 'failed' } },
  }
  expect(diffViews(first, to)).toEqual({ seq: 4, run: { output: { x: 1 } }, nodes: { b: { status: 'failed' } } })
})

test('a thousand watchers get fewer, larger patches, and the same view', async () => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const channel = createChannel(first, plain)
  const got: Frame[] = []
  channel.sinks.add((frame) => got.push(frame))
  for (let other = 1; other < 1_000; other++) channel.sinks.add(() => undefined)
  for (let seq = 2; seq < 42; seq++) {
    channel.patch(patchOf(seq, seq % 2 === 0 ? 'a' : 'b', seq))
    vi.advanceTimersByTime(50)
  }
  // Two seconds: every 250 ms.
  expect(got.length).toBeLessThanOrEqual(9)
  channel.patch(patchOf(42, 'a', 42))
  channel.end(last(channel.view, 43))
  vi.advanceTimersByTime(1_000)
  expect(await folded(first, got)).toEqual(channel.view)
  expect(channel.view).toMatchObject({ status: 'completed', seq: 43 })
})

test('of streamed text a thousand watchers get larger pieces, and nothing of it is lost', async () => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const channel = createChannel(first, plain)
  const got: Frame[] = []
  channel.sinks.add((frame) => got.push(frame))
  for (let other = 1; other < 1_000; other++) channel.sinks.add(() => undefined)
  for (let piece = 0; piece < 40; piece++) {
    for (const path of ['a', 'b']) channel.delta({ nodeId: path, path, text: `${path}${piece} ` })
    vi.advanceTimersByTime(50)
  }
  vi.advanceTimersByTime(1_000)
  expect(got.length).toBeLessThanOrEqual(9)
  const heard: Record<string, string> = { a: '', b: '' }
  for await (const { event, data } of readSse(new Blob(got.map(({ bytes }) => new Uint8Array(bytes))).stream())) {
    expect(event).toBe('delta')
    const { path, text } = data as { path: string; text: string }
    heard[path] += text
  }
  const whole = (path: string) => Array.from({ length: 40 }, (_, piece) => `${path}${piece} `).join('')
  expect(heard).toEqual({ a: whole('a'), b: whole('b') })
})
