import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf } from '../pattern/testing.ts'
import { planAndExecute } from './definition.ts'

const roles = Object.fromEntries(
  ['planner', 'executor', 'replanner', 'finisher'].map((name) => [name, { prompt: name }]),
)
const plan = (...titles: string[]): Value => ({ tasks: titles.map((task) => ({ task, details: '' })) })
const stepOf = (request: Parameters<Says>[0]) =>
  /Your step:\n(.*)/.exec(request.messages.at(-1)?.content ?? '')?.[1] ?? ''

function says(plans: Value[], fails: (step: string) => boolean = () => false): Says {
  return (request) => {
    const who = systemOf(request)
    if (who === 'planner' || who === 'replanner') return plans.shift() ?? plan()
    if (who === 'executor') return fails(stepOf(request)) ? 'fail' : `did ${stepOf(request)}`
    return 'the result'
  }
}

test('the steps are done in order, each knowing what was done before: 2 + steps calls', async () => {
  const { output, requests, calls, node } = await runPattern(planAndExecute, 'g', {
    params: roles,
    says: says([plan('a', 'b', 'c')]),
  })
  expect(output).toEqual({ result: 'the result', plans: [['a', 'b', 'c']] })
  expect(calls).toBe(5)
  expect(requests[3]?.request.messages.at(-1)?.content).toContain('- b\n  did b')
  expect(node?.detail).toMatchObject({ letters: 'ccc', versions: 1 })
})

test('after a failed step only the rest is planned anew; what is done stays', async () => {
  const { output, calls } = await runPattern(planAndExecute, 'g', {
    params: roles,
    says: says([plan('a', 'b', 'c'), plan('b2', 'c')], (step) => step === 'b'),
  })
  expect(output.plans).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b2', 'c'],
  ])
  expect(calls).toBe(1 + 4 + 1 + 1)
})

test('too many failed steps fail the node and say why', async () => {
  const { node, calls } = await runPattern(planAndExecute, 'g', {
    params: { ...roles, maxReplans: 1 },
    says: says([plan('a'), plan('b')], () => true),
  })
  expect(node?.error).toMatchObject({ code: 'no-progress', message: expect.stringContaining('“b”') })
  expect(calls).toBe(4)
})

test('with “everyStep” the rest is looked at after each step, and an empty rest ends it', async () => {
  const { output, calls } = await runPattern(planAndExecute, 'g', {
    params: { ...roles, replan: 'everyStep' },
    says: says([plan('a', 'b', 'c'), plan('x', 'y'), plan()]),
  })
  expect(output.plans).toEqual([
    ['a', 'b', 'c'],
    ['a', 'x', 'y'],
    ['a', 'x'],
  ])
  expect(calls).toBe(1 + 2 + 2 + 1)
})

test('each version of the plan begins with what was done, and the steps stay within their limit', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 4 }), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 7 }),
      async (lists, maxSteps, salt) => {
        const { output, view, requests } = await runPattern(planAndExecute, 'g', {
          params: { ...roles, maxSteps, maxReplans: 20, replan: salt % 2 ? 'everyStep' : 'onFailure' },
          says: says(
            lists.map((titles) => plan(...titles)),
            (step) => (step.length + salt) % 4 === 0,
          ),
        })
        const done: string[] = []
        const steps = requests.filter(({ request }) => systemOf(request) === 'executor')
        expect(steps.length).toBeLessThanOrEqual(maxSteps)
        if (view.status !== 'completed') return
        for (const { request } of steps) if ((stepOf(request).length + salt) % 4 !== 0) done.push(stepOf(request))
        // A version is what was done when it was made, then what was to do: so the last one begins with all that was done.
        const last = (output.plans as string[][]).at(-1) ?? []
        expect(last.slice(0, done.length)).toEqual(done)
      },
    ),
    { numRuns: 25 },
  ))

test('the inside is made of known kinds and ports', () => expectSoundBody(planAndExecute, {}))
