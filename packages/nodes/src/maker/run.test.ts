import { type Flow, Flow as FlowSchema, type Value } from '@quorum/engine'
import { dyingStore, memoryStore, world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { expectSoundBody } from '../pattern/testing.ts'
import { kit } from '../runners.ts'
import { maker } from './definition.ts'
import { leaptSteps } from './leapt.ts'
import { practiceStep } from './practice.ts'

const own = { p: 1, v: 1 }

function flow(
  params: object = {},
  model = 'simulated/standard',
  outputs = ['actions', 'final', 'report', 'failed'],
): Flow {
  return FlowSchema.parse({
    format: 'quorum.flow/1',
    name: 'Maker',
    settings: { model },
    nodes: [
      { id: 'in', kind: 'input', params: {} },
      { id: 'm', kind: 'maker', params, policy: { attempts: 1 } },
      ...outputs.map((name) => ({ id: name, kind: 'output', params: { name } })),
    ],
    edges: [
      { id: 'e', source: 'in', target: 'm' },
      ...outputs.map((name) => ({ id: name, source: 'm', sourcePort: name, target: name })),
    ],
  })
}

type Report = Record<string, number | boolean | null>
async function run(
  input: Value,
  params: object = {},
  more: { model?: string; outputs?: string[]; says?: () => Value } = {},
) {
  const all = world({
    kit,
    answer: ({ role = '' }) => more.says?.() ?? practiceStep(role, own)?.text ?? 'An answer.',
  })
  await all.start(flow(params, more.model, more.outputs), input)
  const view = all.view()
  expect(all.bugs).toEqual([])
  return { all, view, output: view.output ?? {}, report: view.output?.report as Report, calls: all.model.asked.length }
}

const input = { disks: 4, p: 0.8, v: 0.9, k: 2, t: 0.95, seed: 3 }

test('every step is voted on, one call per response, and the tower stands', async () => {
  const { report, output, calls, view } = await run({ ...input, p: 1, v: 1 })
  expect(report).toEqual({
    solved: true,
    steps: 15,
    k: 2,
    p: 1,
    t: 0.95,
    samples: 30,
    votes: 30,
    flagged: 0,
    wrong: 0,
    undecided: 0,
    longestVote: 2,
    pFull: 1,
    calls: 30,
  })
  expect(calls).toBe(30)
  expect(output.final).toMatchObject({ pegs: [[], [], [4, 3, 2, 1]] })
  expect((output.actions as Value[]).slice(0, 3)).toEqual([
    [1, 0, 1],
    [2, 0, 2],
    [1, 1, 2],
  ])
  expect(view.nodes.m?.progress).toEqual({ done: 15, total: 15 })
})

test('decided in the turn or by one call each: the same report, the same actions', async () => {
  for (const seed of [1, 2, 3]) {
    const one = await run({ ...input, seed })
    const leapt = await run({ ...input, seed }, {}, { model: 'simulated/fast' })
    expect(leapt.calls).toBe(0)
    expect(one.calls).toBe(one.report.samples)
    expect(leapt.output).toEqual(one.output)
    expect(leapt.view.nodes.m?.detail).toEqual(one.view.nodes.m?.detail)
    expect(leapt.view.usage.calls).toBe(one.report.samples)
  }
})

test('every step of a leap can be told as if it had been asked for by calls: the same responses in the same order', async () => {
  const one = await run({ ...input, disks: 6 })
  const told = one.all.log().flatMap((event) => (event.type === 'round.closed' ? [event.trail ?? null] : []))
  const leapt = await run({ ...input, disks: 6 }, {}, { model: 'simulated/fast' })
  const pages = leapt.all.log().flatMap((event) => (event.type === 'rounds.leapt' ? [event] : []))
  const steps = pages.flatMap(({ page, rounds }) => leaptSteps(page, 0, rounds))
  expect(steps.map(({ record }) => record)).toEqual(told)
  expect(steps).toHaveLength(63)
  for (const [i, { input }] of steps.entries()) if (i > 0) expect(input).toEqual(steps[i - 1]?.output)
  expect(pages.flatMap(({ page }) => leaptSteps(page, 20, 23))).toEqual(steps.slice(20, 23))
})

test('the margin is worked out: from p if it is known, else from known steps and the bound of the error', async () => {
  expect((await run({ disks: 4, p: 0.9 })).report.k).toBe(3)
  const { report, calls, view } = await run({ disks: 3 })
  // No error in 30 known steps: at least 88.6 % right, so k = 3 for 7 steps (MAKER.md F4).
  expect(report).toMatchObject({ k: 3, steps: 7, solved: true, samples: 21, calls: 51 })
  expect(calls).toBe(51)
  expect(view.nodes.m?.detail).toMatchObject({ calibrated: { n: 30, errors: 0 } })
})

test('a model that is right half of the time cannot be voted into being right', async () => {
  const { view } = await run({ disks: 3, p: 0.5 })
  expect(view.error?.code).toBe('no-margin')
})

test('a step that stays undecided ends by “failed” with its tally; without a listener the node fails', async () => {
  const even = () => [
    'move = [1, 0, 1]\nnext_state = [[3, 2], [1], []]',
    'move = [1, 0, 2]\nnext_state = [[3, 2], [], [1]]',
  ]
  let n = 0
  const says = () => even()[n++ % 2] ?? ''
  const { output, view } = await run({ disks: 3, p: 0.9, k: 2 }, { maxVotes: 6 }, { says })
  expect(output.failed).toMatchObject({ step: 1, reason: 'undecided', tally: { '[1,0,1]': 3, '[1,0,2]': 3 } })
  expect(output).not.toHaveProperty('report')
  expect(view.nodes.m?.status).toBe('completed')
  n = 0
  const alone = await run({ disks: 3, p: 0.9, k: 2 }, { maxVotes: 6 }, { says, outputs: ['report'] })
  expect(alone.view).toMatchObject({ status: 'failed', error: { code: 'undecided' } })
})

test('red flags are thrown away at once: too long, not in the form, not valid', async () => {
  const { output } = await run({ disks: 3, p: 0.9 }, { maxFlagged: 4 }, { says: () => 'I would move the small one.' })
  expect(output.failed).toMatchObject({
    step: 1,
    reason: 'no-valid-response',
    report: { flagged: 4, votes: 0, calls: 4 },
  })
  const never = await run({ disks: 3, p: 1, k: 1 }, { validate: 'state.last != null', maxFlagged: 2 })
  expect(never.view.nodes['m/steps']?.detail).toMatchObject({ flagged: { 'not-valid': 2 } })
})

test('with a budget it stops between two steps, and goes on where it was when there is more', async () => {
  const all = world({ kit, answer: () => '' })
  const small = { ...flow({}, 'simulated/fast'), settings: { model: 'simulated/fast', budget: { calls: 100 } } } as Flow
  await all.start(small, { ...input, disks: 8 })
  expect(all.view()).toMatchObject({ status: 'failed', error: { code: 'budget' } })
  const done = all.view().nodes.m?.progress?.done ?? 0
  expect(done).toBeGreaterThan(20)
  expect(all.view().usage.calls).toBeLessThanOrEqual(100)
  expect(all.view().nodes['m/steps']?.detail).toMatchObject({ step: done })
})

test('killed at any commit, it comes to the same report', async () => {
  const whole = await run({ ...input, disks: 9 }, {}, { model: 'simulated/fast' })
  for (let at = 1; at <= whole.all.store.commits; at++) {
    const store = memoryStore()
    const first = world({ kit, answer: () => '', store, through: (inner) => dyingStore(inner, at, at % 2 === 0) })
    await first.start(flow({}, 'simulated/fast'), { ...input, disks: 9 })
    const second = world({ kit, answer: () => '', store, clock: first.clock })
    second.host.resumeAll()
    await second.clock.settle()
    expect(second.view().output).toEqual(whole.output)
  }
})

test('a task of one’s own: any step with an action and a state, until a condition holds', async () => {
  let at = 0
  const all = world({
    kit,
    answer: ({ messages }) => {
      const state = Number(messages.at(-1)?.content)
      // Every fourth answer is off by one.
      return JSON.stringify({ action: 'add', state: at++ % 4 === 3 ? state + 2 : state + 1 })
    },
  })
  await all.start(flow({ task: 'own', prompt: '{{ state }}', k: 2, until: 'state >= 5' }), 0)
  expect(all.bugs).toEqual([])
  expect(all.view().output).toMatchObject({
    final: 5,
    actions: ['add', 'add', 'add', 'add', 'add'],
    report: { wrong: null, solved: true },
  })
})

test('long addition and multiplication, a column at a time', async () => {
  const of = async (task: string, fields: Record<string, Value>) =>
    (await run({ p: 0.9, seed: 2, ...fields }, { task }, { model: 'simulated/fast' })).output
  expect(await of('addition', { a: '999999', b: '27' })).toMatchObject({
    final: { result: '1000026' },
    report: { solved: true },
  })
  expect(await of('multiplication', { a: '123456', b: '7' })).toMatchObject({
    final: { result: '0864192' },
    report: { solved: true },
  })
})

test('nonsense in the input is said where it is', async () => {
  expect((await run({ disks: 99 })).view.error?.message).toContain('“disks” must be a whole number from 1 to 24')
  expect((await run({ disks: 3, p: 2 })).view.error?.message).toContain('“p” must be above 0')
})

test('the estimate is the forecast of the formula', () => {
  const of = (input: Value) => maker.forecast?.(maker.params.parse({}), { input, items: null, attempts: 3 })
  expect(of({ disks: 20, p: 0.9978, k: 3 })?.expected).toBeCloseTo(3_159_627, -1)
  expect(of({ disks: 20, p: 0.99 })?.expected).toBeCloseTo(4_279_898, -1)
  expect(of({ disks: 3, p: 1 })).toMatchObject({ min: 7, expected: 7 })
})

test('the inside is made of known kinds and ports', () => expectSoundBody(maker, {}))
