import { Flow as FlowSchema, isRecord, type ModelRequest, type RunRecord, type Value } from '@quorum/engine'
import { dyingStore, memoryStore, world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'
import { practiceStep, readRole } from './practice.ts'

/** MAKER.md §§2–7 with every response a call of its own: how it asks, doubts, gives up and goes on. */
const ports = ['actions', 'final', 'report', 'failed']
const flowFor = (params: object, settings: object = {}) =>
  FlowSchema.parse({
    format: 'quorum.flow/1',
    name: 'Maker',
    settings: { model: 'simulated/standard', ...settings },
    nodes: [
      { id: 'in', kind: 'input', params: {} },
      { id: 'm', kind: 'maker', params, policy: { attempts: 1 } },
      ...ports.map((name) => ({ id: name, kind: 'output', params: { name } })),
    ],
    edges: [
      { id: 'e', source: 'in', target: 'm' },
      ...ports.map((name) => ({ id: name, source: 'm', sourcePort: name, target: name })),
    ],
  })

type Says = (request: ModelRequest, n: number) => Value | Promise<Value>
const byTheBook = ({ role = '' }: ModelRequest): Value => practiceStep(role, { p: 1, v: 1 })?.text ?? ''

async function run(input: Value, params: object, says: Says = byTheBook, settings: object = {}) {
  const requests: ModelRequest[] = []
  const all = world({
    kit,
    answer: (request) => {
      requests.push(request)
      return says(request, requests.length - 1)
    },
  })
  await all.start(flowFor(params, settings), input)
  await all.clock.settle()
  expect(all.bugs).toEqual([])
  const detail = all.view().nodes.m?.detail
  return { all, requests, output: all.view().output ?? {}, detail: isRecord(detail) ? detail : {} }
}

const tower = { disks: 4, p: 0.8, k: 2, seed: 3 }
/** The wrong answer 1 of the step a request is about. */
const wrongly = ({ role = '' }: ModelRequest): string => {
  const asked = readRole(role)
  return asked ? (practiceStep(`maker ${JSON.stringify({ ...asked, p: 1e-9, v: 1 })}`, { p: 0, v: 1 })?.text ?? '') : ''
}

test('the first vote of a step is asked for at temperature 0, the others with some variety, none for more than the limit', async () => {
  const { requests } = await run(tower, { temperatureRest: 0.3, maxOutputTokens: 200 })
  const temperatures = new Map(requests.map(({ role = '', temperature }) => [readRole(role)?.sample, temperature]))
  expect(temperatures.get(0)).toBe(0)
  expect(new Set([...temperatures].filter(([sample]) => sample !== 0).map(([, one]) => one))).toEqual(new Set([0.3]))
  expect(new Set(requests.map((one) => one.maxOutputTokens))).toEqual(new Set([200]))
})

test('a wave is exactly what is needed in any case, and the order in which it comes back does not matter', async () => {
  const inOrder = await run({ ...tower, k: 3 }, {})
  const turned = await run({ ...tower, k: 3 }, {}, async (request, n) => {
    // The later a request was sent the sooner it is answered.
    for (let tick = 0; tick < 12 - (n % 4) * 3; tick++) await Promise.resolve()
    return byTheBook(request)
  })
  expect(turned.output).toEqual(inOrder.output)
  expect(turned.requests).toHaveLength(inOrder.requests.length)
  expect(inOrder.requests).toHaveLength(Number((inOrder.output.report as { samples: number }).samples))
})

test('a hard step goes on with the stronger model, an easy one never asks it', async () => {
  const says: Says = (request, n) =>
    readRole(request.role ?? '')?.step === 2 && n < 4 ? wrongly(request) : byTheBook(request)
  const { requests, output } = await run(
    { ...tower, p: 1, k: 3 },
    { escalate: 'simulated/strong', escalateAfter: 3 },
    says,
  )
  const models = requests.map(({ role = '', model }) => ({ ...readRole(role), model }))
  expect(new Set(models.filter(({ sample = 0 }) => sample < 3).map(({ model }) => model))).toEqual(
    new Set(['simulated/standard']),
  )
  expect(new Set(models.filter(({ sample = 0 }) => sample >= 3).map(({ model }) => model))).toEqual(
    new Set(['simulated/strong']),
  )
  expect(output.report).toMatchObject({ steps: 15 })
})

test('votes that make the same mistakes are noticed: far more collisions than chance', async () => {
  // On every other step the first two responses agree on the wrong answer.
  const alike = await run({ ...tower, disks: 6, p: 0.95, k: 3 }, {}, (request) => {
    const { step = 0, sample = 0 } = readRole(request.role ?? '') ?? {}
    return step % 2 === 0 && sample < 2 ? wrongly(request) : byTheBook(request)
  })
  expect(alike.detail).toMatchObject({ correlated: true, collisions: 31 })
  const apart = await run({ ...tower, disks: 6, p: 0.95, k: 3 }, {})
  expect(apart.detail).toMatchObject({ correlated: false })
})

test('what does not meet the condition is no vote, and only that', async () => {
  const { output } = await run({ ...tower, p: 1 }, { validate: 'size(next.pegs) == 3' })
  expect(output.report).toMatchObject({ solved: true, flagged: 0 })
  // An answer of 40 tokens or more is cut off, and thrown away whatever it says.
  const short = await run({ ...tower, p: 1 }, { maxOutputTokens: 1, maxFlagged: 3 })
  expect(short.output.failed).toMatchObject({ step: 1, reason: 'no-valid-response', report: { flagged: 3 } })
})

test('a call that fails is no vote and is counted as flagged', async () => {
  const { output, detail } = await run({ ...tower, p: 1 }, {}, (request, n) => (n === 0 ? 'fail' : byTheBook(request)))
  expect(output.report).toMatchObject({ solved: true, samples: 31, votes: 30, flagged: 1 })
  expect(detail.flagged).toEqual({ 'call-failed': 1 })
})

test('where it may go on with most votes it does, and stops promising', async () => {
  const says: Says = (request, n) =>
    readRole(request.role ?? '')?.step === 1 && n % 3 === 2 ? wrongly(request) : byTheBook(request)
  const { output } = await run({ disks: 2, p: 0.9, k: 4 }, { maxVotes: 5, onUndecided: 'mostVotes' }, says)
  expect(output.report).toMatchObject({ steps: 3, solved: true })
  expect((await run({ disks: 2, p: 0.9, k: 4 }, { maxVotes: 5 }, says)).output.failed).toMatchObject({
    step: 1,
    reason: 'undecided',
  })
})

test('calibration counts errors among the valid answers only, and says what it measured', async () => {
  const says: Says = (request, n) => {
    if ((readRole(request.role ?? '')?.step ?? 0) < 2 ** 40) return byTheBook(request)
    return n % 10 === 0 ? 'no form' : n % 10 === 1 ? wrongly(request) : byTheBook(request)
  }
  const { detail } = await run({ disks: 3 }, { calibrate: 30 }, says)
  // 3 of 27: Wilson's upper bound is .2806.
  expect(detail).toMatchObject({ calibrated: { n: 30, errors: 3 }, v: 0.9 })
  expect(Number(detail.p)).toBeCloseTo(0.7194, 4)
})

test('with the budget used up it stops between two steps; with more it goes on there, and asks nothing again', async () => {
  const flow = flowFor({}, { budget: { calls: 11 } })
  const all = world({ kit, answer: byTheBook })
  await all.start(flow, { ...tower, p: 1 })
  expect(all.view()).toMatchObject({ status: 'failed', error: { code: 'budget' } })
  const before = [...all.model.asked]
  expect(before).toHaveLength(11)
  const record = all.store.records.get('r') as RunRecord
  await Promise.all([all.host.retry(record, { budget: { calls: 100 } }), all.clock.settle()])
  await all.clock.pass(1)
  expect(all.view()).toMatchObject({ status: 'completed', output: { report: { solved: true, samples: 30 } } })
  expect(all.model.asked.length - before.length).toBe(30 - 11)
  expect(all.view().usage.calls).toBe(30)
})

test('killed anywhere, it goes on at the last decided step: what was answered is asked of nobody again', async () => {
  const whole = await run({ ...tower, disks: 3 }, {})
  for (let at = 2; at <= whole.all.store.commits; at += 3) {
    const store = memoryStore()
    const first = world({ kit, answer: byTheBook, store, through: (inner) => dyingStore(inner, at, false) })
    await first.start(flowFor({}), { ...tower, disks: 3 })
    const kept = new Set([...store.events('r')].flatMap((one) => (one.type === 'step.completed' ? [one.path] : [])))
    const second = world({ kit, answer: byTheBook, store, clock: first.clock })
    second.host.resumeAll()
    await second.clock.settle()
    expect(second.view().output).toEqual(whole.output)
    for (const path of kept) expect(second.model.asked.filter((key) => key.startsWith(`r/${path}/`))).toEqual([])
  }
})

test('any schema of a step will do: objects with their fields in any order are the same answer', async () => {
  const says: Says = ({ messages }, n) => {
    const { todo, done } = JSON.parse(messages.at(-1)?.content ?? '') as {
      todo: string[]
      done: Record<string, number>
    }
    const [word = '', ...rest] = todo
    const next = { ...done, [word]: word.length }
    const state =
      n % 2 === 0
        ? { todo: rest, done: next }
        : { done: Object.fromEntries(Object.entries(next).reverse()), todo: rest }
    return JSON.stringify(n % 2 === 0 ? { action: { count: word }, state } : { state, action: { count: word } })
  }
  const params = { task: 'own', prompt: '{{ state }}', k: 3, until: 'size(state.todo) == 0', steps: 20 }
  const { output, requests } = await run({ todo: ['one', 'three', 'seven'], done: {} }, params, says)
  expect(output.final).toEqual({ todo: [], done: { one: 3, three: 5, seven: 5 } })
  expect(output.actions).toEqual([{ count: 'one' }, { count: 'three' }, { count: 'seven' }])
  expect(requests).toHaveLength(9)
})
