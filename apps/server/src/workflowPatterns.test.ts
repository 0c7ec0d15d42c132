import { readdirSync, readFileSync } from 'node:fs'
import {
  Flow,
  type RunEvent,
  type RunView,
  type Sandbox,
  type SignalIn,
  type Value,
  validateFlow,
} from '@quorum/engine'
import { type World, world } from '@quorum/engine/testing'
import { kit } from '@quorum/nodes/runners'
import { expect, test } from 'vitest'

/**
 * The workflow control-flow patterns (Russell, ter Hofstede, van der Aalst, Mulyar 2006): each is the file that
 * docs/control-flow.md links to, run as it is, and what must come of it.
 */
const docs = new URL('../../../docs/', import.meta.url)
const folder = new URL('examples/wcp/', docs)
const files = new Map(
  readdirSync(folder).map((name) => [
    Number(name.slice(0, 2)),
    { name, flow: Flow.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))) },
  ]),
)

/** The code of the examples is ours, so it needs no walls here. */
const sandbox: Sandbox = {
  run: async ({ source, input }) => {
    const url = `data:text/javascript,${encodeURIComponent(source)}`
    const module = (await import(/* @vite-ignore */ url)) as { default: (input: Value) => Value }
    return { value: module.default(input), log: [] }
  },
  render: () => Promise.reject(new Error('the examples use plain texts only')),
}

interface Run extends World {
  readonly statuses: () => Readonly<Record<string, string>>
  readonly signal: (path: string, signal?: SignalIn) => Promise<string>
  readonly cancel: (at?: { readonly path?: string; readonly tag?: string }) => Promise<string>
  readonly add: (path: string, more: Parameters<World['host']['add']>[2]) => Promise<string>
  readonly finish: (path: string) => Promise<string>
  readonly output: () => RunView['output']
  /** Paths of the steps that have completed, in order. */
  readonly done: () => string[]
}

async function run(number: number, input: Value = { text: 'tea' }): Promise<Run> {
  const flow = files.get(number)?.flow
  if (!flow) throw new Error(`no example for pattern ${number}`)
  const w = world({ kit, sandbox })
  await w.start(flow, input)
  for (let turn = 0; turn < 20; turn++) await w.clock.settle()
  const reply = async (asked: Promise<string>) => {
    await w.clock.settle()
    return asked
  }
  return {
    ...w,
    statuses: () => Object.fromEntries(Object.entries(w.view().nodes).map(([id, { status }]) => [id, status])),
    signal: (path, signal = {}) => reply(w.host.signal('r', path, signal)),
    cancel: (at) => reply(w.host.cancel('r', at)),
    finish: (path) => reply(w.host.finish('r', path)),
    add: (path, more) => reply(w.host.add('r', path, more)),
    output: () => w.view().output,
    done: () => completed(w.log()),
  }
}

const completed = (log: readonly RunEvent[]): string[] =>
  log.flatMap((event) => (event.type === 'node.completed' ? [event.path] : []))

/** In a race of two rounds: the next begins only after everybody has come, and each fires on its own. */
async function twoRounds(number: number, quick: readonly string[]): Promise<void> {
  const r = await run(number)
  expect(r.statuses()).toMatchObject({ first: 'completed', slow: 'waiting', again: 'completed' })
  expect(r.view().nodes.again?.round).toBe(1)
  await r.clock.pass(300)
  await r.clock.pass(300)
  expect(r.view()).toMatchObject({
    status: 'completed',
    nodes: { first: { counts: { completed: 2 } }, slow: { counts: { completed: 2, cancelled: 0 } } },
  })
  const done = r.done()
  expect(done.indexOf('again#2')).toBeGreaterThan(done.indexOf('slow#1'))
  for (const id of quick) expect(r.view().nodes[id]?.counts.completed).toBe(2)
}

const patterns: Record<number, () => Promise<void>> = {
  async 1() {
    const r = await run(1)
    expect(r.output()).toEqual({ result: 'tea first second' })
    expect(r.done()).toEqual(['in', 'a', 'b', 'out'])
  },
  async 2() {
    const r = await run(2)
    expect(r.output()).toEqual({ result: ['tea left', 'tea right'] })
  },
  async 3() {
    const r = await run(3)
    expect(r.statuses()).toMatchObject({ b: 'completed', both: 'waiting' })
    await r.clock.pass(300)
    expect(r.output()).toEqual({ result: ['tea left', 'tea right'] })
  },
  async 4() {
    expect((await run(4)).output()).toEqual({ hot: 'tea with milk' })
    const other = await run(4, { text: 'coke' })
    expect(other.output()).toEqual({ cold: 'coke with ice' })
    expect(other.statuses()).toMatchObject({ a: 'skipped', hot: 'skipped' })
  },
  async 5() {
    for (const text of ['tea', 'coke']) {
      const r = await run(5, { text })
      expect(r.output()).toEqual({ result: text === 'tea' ? 'tea with milk' : 'coke with ice' })
      expect(r.view().nodes.meet?.counts.completed).toBe(1)
    }
  },
  async 6() {
    expect((await run(6)).output()).toEqual({ t: 'tea t', e: 'tea e' })
    expect((await run(6, { text: 'zoo' })).output()).toEqual({ z: 'zoo z' })
  },
  async 7() {
    expect((await run(7)).output()).toEqual({ result: ['tea t', 'tea e'] })
    expect((await run(7, { text: 'zoo' })).output()).toEqual({ result: ['zoo z'] })
  },
  async 8() {
    const r = await run(8)
    expect(r.output()).toEqual({ result: ['tea left checked', 'tea right checked'] })
    expect(r.view().nodes.c?.counts.completed).toBe(2)
  },
  async 9() {
    await twoRounds(9, ['quick'])
  },
  async 10() {
    const early = await run(10)
    expect([early.output(), early.view().nodes.a?.counts.completed]).toEqual([{ early: 'tea x y x' }, 2])
    expect((await run(10, { text: 't' })).output()).toEqual({ late: 't x y x y' })
  },
  async 11() {
    const r = await run(11)
    expect(r.view().status).toBe('running')
    await r.clock.pass(300)
    expect(r.view()).toMatchObject({ status: 'completed', output: null })
  },
  async 12() {
    const r = await run(12)
    expect(r.statuses()).toMatchObject({ out: 'completed', letters: 'running' })
    expect(r.view().waitingFor.map(({ path }) => path)).toEqual([0, 1, 2].map((index) => `letters[${index}]/letter`))
    await r.clock.pass(300)
    expect(r.view()).toMatchObject({ status: 'completed', nodes: { letter: { counts: { completed: 3 } } } })
  },
  async 13() {
    expect((await run(13)).output()).toEqual({ result: ['Dear tea Ann', 'Dear tea Ben', 'Dear tea Cyd'] })
  },
  async 14() {
    expect((await run(14, { items: ['a', 'b'] })).output()).toEqual({ result: ['Dear a', 'Dear b'] })
    expect((await run(14, { items: [] })).output()).toEqual({ result: [] })
  },
  async 15() {
    const r = await run(15)
    expect(r.statuses()).toMatchObject({ each: 'waiting', out: 'idle' })
    expect(await r.add('each', { items: ['Dan', 'Eve'], close: false })).toBe('ok')
    expect(r.view().nodes.q?.counts.completed).toBe(5)
    expect(await r.add('each', { items: [], close: true })).toBe('ok')
    const guests = ['tea Ann', 'tea Ben', 'tea Cyd', 'Dan', 'Eve']
    expect(r.output()).toEqual({ result: guests.map((guest) => `Dear ${guest}`) })
  },
  async 16() {
    for (const [path, other, result] of [
      ['paid', 'gone', 'tea sent'],
      ['gone', 'paid', 'tea put back'],
    ] as const) {
      const r = await run(16)
      expect(await r.signal(path)).toBe('ok')
      expect(r.output()).toEqual({ result })
      expect(r.statuses()[other]).toBe('cancelled')
      expect(await r.signal(other)).toBe('ended')
    }
  },
  async 17() {
    const r = await run(17)
    await oneAtATime(r, ['a', 'b', 'c'])
    expect(r.done().indexOf('ga')).toBeLessThan(r.done().indexOf('gb'))
  },
  async 18() {
    const r = await run(18)
    expect(r.statuses()).toMatchObject({ only: 'waiting', t: 'idle' })
    await r.clock.pass(100)
    expect(r.statuses()).toMatchObject({ only: 'completed', held: 'waiting' })
    await r.clock.pass(300)
    expect(r.output()).toMatchObject({ seen: 'seen open' })
  },
  async 19() {
    const r = await run(19)
    expect(await r.cancel({ path: 'slow' })).toBe('ok')
    expect(r.view()).toMatchObject({ status: 'completed', output: { result: ['tea answered'] } })
    expect(r.statuses().slow).toBe('cancelled')
  },
  async 20() {
    const r = await run(20)
    expect(await r.cancel()).toBe('ok')
    expect(r.view().status).toBe('cancelled')
    expect(r.statuses()).toMatchObject({ slow: 'cancelled', each: 'cancelled', w: 'cancelled' })
    expect(r.clock.pending()).toBe(0)
  },
  async 21() {
    const r = await run(21)
    expect(r.output()).toEqual({ result: expect.stringMatching(/!{1,}$/) })
    expect(String(r.output()?.result)).toHaveLength(7)
  },
  async 22() {
    const r = await run(22)
    expect(r.output()).toEqual({ result: 'teaxxx' })
    expect(r.done().filter((path) => path.endsWith('/grow'))).toEqual(['again/grow', 'again/again/grow'])
  },
  async 23() {
    const r = await run(23)
    expect(await r.signal('w', { data: 'early' })).toBe('not-waiting')
    await r.clock.pass(300)
    expect(r.view().status).toBe('running')
    expect(await r.signal('w', { data: 'now' })).toBe('ok')
    expect(r.output()).toEqual({ result: 'now' })
  },
  async 24() {
    const r = await run(24)
    expect(await r.signal('w', { data: 'early' })).toBe('ok')
    expect(r.statuses().w).toBe('idle')
    await r.clock.pass(300)
    expect(r.output()).toEqual({ result: 'early' })
  },
  async 25() {
    const r = await run(25)
    expect(await r.cancel({ tag: 'order' })).toBe('ok')
    expect(r.view()).toMatchObject({ status: 'completed', output: { result: ['tea told'] } })
    expect(r.statuses()).toMatchObject({ ga: 'cancelled', a: 'cancelled', gb: 'cancelled', b: 'cancelled' })
  },
  async 26() {
    const r = await run(26)
    expect(await r.signal('each[1]/w')).toBe('ok')
    expect(await r.cancel({ path: 'each' })).toBe('ok')
    expect(r.view()).toMatchObject({
      status: 'completed',
      output: { result: ['tea answered'] },
      nodes: { w: { counts: { completed: 1, cancelled: 2 } } },
    })
  },
  async 27() {
    const r = await run(27)
    expect(await r.finish('out')).toBe('not-waiting')
    await r.signal('each[1]/q', { data: 'B' })
    expect(r.statuses()).toMatchObject({ each: 'running', out: 'idle' })
    expect(await r.finish('each')).toBe('ok')
    expect(r.view()).toMatchObject({
      status: 'completed',
      output: { result: ['B'] },
      nodes: { each: { status: 'completed', counts: { completed: 1, cancelled: 2 } } },
    })
  },
  async 28() {
    await twoRounds(28, ['q1'])
  },
  async 29() {
    const r = await run(29)
    expect(r.view()).toMatchObject({ status: 'completed', output: { result: ['tea round quick 1'] } })
    expect(r.statuses().slow).toBe('cancelled')
  },
  async 30() {
    const r = await run(30)
    expect(r.statuses()).toMatchObject({ out: 'completed', slow: 'waiting' })
    await r.clock.pass(300)
    expect(r.output()).toEqual({ result: ['tea round quick 1', 'tea round quick 2'] })
    expect(r.view().nodes.first?.counts.completed).toBe(1)
  },
  async 31() {
    await twoRounds(31, ['q1', 'q2'])
  },
  async 32() {
    const r = await run(32)
    expect(r.output()).toEqual({ result: ['tea round quick 1', 'tea round quick 2'] })
    expect(r.statuses().slow).toBe('cancelled')
  },
  async 34() {
    const r = await run(34)
    await r.signal('each[2]/q', { data: 'C' })
    expect(r.statuses()).toMatchObject({ each: 'running', out: 'idle' })
    await r.signal('each[0]/q', { data: 'A' })
    expect(r.statuses()).toMatchObject({ each: 'running', out: 'completed' })
    await restFinishes(r, ['each[1]/q'], ['A', 'C'])
  },
  async 35() {
    await twoOfThree(35)
  },
  async 36() {
    const r = await run(36)
    expect(await r.add('each', { items: ['Dan'], close: false })).toBe('ok')
    await r.signal('each[3]/q', { data: 'D' })
    expect(r.statuses().each).toBe('running')
    await r.signal('each[1]/q', { data: 'B' })
    expect(r.statuses()).toMatchObject({ each: 'running', out: 'completed' })
    expect(await r.add('each', { items: ['Eve'], close: false })).toBe('not-waiting')
    await restFinishes(r, ['each[0]/q', 'each[2]/q'], ['B', 'D'])
  },
  async 37() {
    expect((await run(37)).output()).toEqual({ result: ['tea t', 'tea e'] })
    expect((await run(37, { text: 'tart' })).output()).toEqual({ result: [{ text: 'tart' }] })
    expect((await run(37, { text: 'zoo' })).output()).toEqual({ result: ['zoo z'] })
  },
  async 38() {
    const r = await run(38)
    expect(r.view()).toMatchObject({
      output: { result: ['tea x x x', 'tea beside'] },
      nodes: { a: { counts: { completed: 3 } }, meet: { counts: { completed: 1 } } },
    })
  },
  async 39() {
    await oneAtATime(await run(39), ['a', 'b'])
  },
  async 40() {
    await oneAtATime(await run(40), ['a', 'b', 'c'])
  },
  async 41() {
    const r = await run(41)
    expect(r.output()).toEqual({ result: ['tea 1 checked\n\ntea 2 checked done', 'tea 3 checked done'] })
    expect(r.view().nodes.sum?.counts.completed).toBe(2)
  },
  async 42() {
    const r = await run(42)
    expect(r.view().waitingFor.map(({ path }) => path)).toEqual(['each[0]/d', 'each[1]/d'])
    await r.clock.pass(300)
    expect(r.output()).toEqual({ result: ['tea 1 went on', 'tea 2 went on'] })
  },
  async 43() {
    const r = await run(43)
    expect(r.view()).toMatchObject({ status: 'completed', output: { result: 'tea answered' } })
    expect(r.statuses()).toMatchObject({ slow: 'cancelled', never: 'cancelled' })
  },
}

/** Each of these works once, and never two of them together. */
async function oneAtATime(r: Run, ids: readonly string[]): Promise<void> {
  for (let turn = 0; turn < ids.length; turn++) {
    expect(ids.filter((id) => r.statuses()[id] === 'waiting')).toHaveLength(1)
    await r.clock.pass(300)
  }
  expect(r.view().status).toBe('completed')
  for (const id of ids) expect(r.view().nodes[id]?.counts.completed).toBe(1)
}

/** The others are not withdrawn; what they say is not heard, and the run waits for them. */
async function restFinishes(r: Run, paths: readonly string[], result: readonly string[]): Promise<void> {
  expect(r.view().status).toBe('running')
  for (const path of paths) expect(await r.signal(path, { data: 'late' })).toBe('ok')
  expect(r.view()).toMatchObject({
    status: 'completed',
    output: { result },
    nodes: {
      each: { counts: { completed: result.length + paths.length, cancelled: 0 } },
      out: { counts: { completed: 1 } },
    },
  })
}

/** Two successes go on at once; the third instance is withdrawn. */
async function twoOfThree(number: number): Promise<void> {
  const r = await run(number)
  await r.signal('each[2]/q', { data: 'C' })
  expect(r.statuses()).toMatchObject({ each: 'running', out: 'idle' })
  await r.signal('each[0]/q', { data: 'A' })
  expect(r.view()).toMatchObject({
    status: 'completed',
    output: { result: ['A', 'C'] },
    nodes: { each: { counts: { completed: 2, cancelled: 1 } } },
  })
}

test.each(Object.entries(patterns))('workflow pattern %s', (_, check) => check())

test('every example is a flow without a fault', () => {
  for (const { name, flow } of files.values())
    expect([name, validateFlow(flow, kit).filter(({ severity }) => severity !== 'info')]).toEqual([name, []])
})

test('the table in the docs says what is tested, and nothing else', () => {
  const text = readFileSync(new URL('control-flow.md', docs), 'utf8')
  const rows = [...text.matchAll(/^\| (\d+) \| (.+?) \| ([+±−]) \| (.+) \|$/gm)].map(([, number, name, mark]) => ({
    number: Number(number),
    link: /\]\(examples\/wcp\/([^)]+)\)/.exec(name ?? '')?.[1],
    mark,
  }))
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 43 }, (_, index) => index + 1))
  for (const { number, link, mark } of rows) {
    expect([number, link]).toEqual([number, files.get(number)?.name])
    expect([number, number in patterns]).toEqual([number, link !== undefined])
    if (mark === '+') expect([number, link]).not.toEqual([number, undefined])
  }
  const count = (mark: string) => rows.filter((row) => row.mark === mark).length
  expect(text).toContain(
    `\`+\` is there (${count('+')}), \`±\` in part or by a detour (${count('±')}), \`−\` not (${count('−')}).`,
  )
})
