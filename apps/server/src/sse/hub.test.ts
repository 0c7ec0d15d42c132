import { idleNode, noUsage, type RunView } from '@quorum/engine'
import { expect, onTestFinished, test } from 'vitest'
import type { HostListener } from '../host/client.ts'
import { fold, readSse } from '../testing/readSse.ts'
import { createHub } from './hub.ts'

const running: RunView = {
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
  nodes: {},
}
const ended: RunView = { ...running, seq: 9, status: 'completed', endedAt: 'then' }
const large: RunView = { ...running, nodes: { a: { ...idleNode, text: 'x'.repeat(2 * 1024 * 1024) } } }

/** A host that says what the test wants, when it wants. */
function setUp(options: { watch?: (listener: HostListener) => RunView | null; stored?: RunView }) {
  let listener: HostListener | undefined
  const unwatched: string[] = []
  const host = {
    listen: (to: HostListener) => {
      listener = to
    },
    watch: async () => (listener && options.watch ? options.watch(listener) : running),
    unwatch: (runId: string) => void unwatched.push(runId),
  }
  const stored = options.stored ?? running
  const hub = createHub(
    host,
    (runId) => (runId === 'r' ? { view: stored, ended: stored.endedAt !== null } : null),
    (text) => text,
  )
  onTestFinished(() => hub.close())
  if (!listener) throw new Error('the hub does not listen')
  return { hub, host: listener, unwatched }
}
const live = { single: true, mayRead: () => true }
const readAll = async (opened: Awaited<ReturnType<ReturnType<typeof createHub>['stream']>>) => {
  if (!('body' in opened)) throw new Error('no stream')
  const names: string[] = []
  let view: RunView | null = null
  for await (const event of readSse(opened.body)) {
    names.push(event.event)
    view = fold(view, event)
  }
  return { names, view }
}

test('an end that comes in one breath with the answer to the wish to watch is not lost', async () => {
  const { hub } = setUp({
    watch: (listener) => {
      listener.end('r', ended)
      return running
    },
  })
  const { names, view } = await readAll(await hub.stream(new Map([['r', null]]), live))
  expect(names.at(-1)).toBe('end')
  expect(view).toEqual(ended)
})

test('a view larger than the bound is followed by the end all the same', async () => {
  const { hub } = setUp({ stored: { ...large, seq: 9, status: 'completed', endedAt: 'then' } })
  expect((await readAll(await hub.stream(new Map([['r', null]]), live))).names).toEqual(['snapshot', 'end'])
})

test('a client that fell behind gets the present view and the end once it reads again', async () => {
  const { hub, host } = setUp({ watch: () => large })
  const opened = await hub.stream(new Map([['r', null]]), live)
  for (let seq = 2; seq < 9; seq++) host.patch('r', { seq, nodes: { a: { attempt: seq } } })
  host.end('r', { ...large, ...ended, nodes: large.nodes })
  const { names, view } = await readAll(opened)
  expect(names.at(-1)).toBe('end')
  expect(view).toEqual({ ...ended, nodes: large.nodes })
})

test('a wish for a run that does not exist is told so, and the others are let go', async () => {
  const { hub } = setUp({})
  expect(
    await hub.stream(
      new Map([
        ['r', null],
        ['x', null],
      ]),
      live,
    ),
  ).toEqual({ unknown: 'x' })
  expect(hub.streams()).toBe(0)
})

test('while nothing can be written those who watch are told why, and afterwards see the run as it is', async () => {
  const { hub, host } = setUp({ watch: () => running })
  const opened = await hub.stream(new Map([['r', null]]), live)
  if (!('body' in opened)) throw new Error('no stream')
  const events = readSse(opened.body)
  let view = fold(null, (await events.next()).value)
  host.stalled('The disk is full.')
  view = fold(view, (await events.next()).value)
  expect(view).toEqual({ ...running, status: 'paused', error: { code: 'storage-full', message: 'The disk is full.' } })
  host.stalled(null)
  view = fold(view, (await events.next()).value)
  expect(view).toEqual(running)
})
