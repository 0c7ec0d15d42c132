import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says } from '../pattern/testing.ts'
import { waterfall } from './definition.ts'

const stages = ['a', 'b', 'c'].map((name) => ({ name, prompt: name }))
const stageOf = (key: string) => Number(/stage-(\d)/.exec(key)?.[1])
/** Draft n of stage s is “s.n”; `passes` says which drafts a gate lets through. */
const judged = (passes: (stage: number, draft: number) => boolean): Says => {
  const drafts = new Map<number, number>()
  return (_, key): Value => {
    const stage = stageOf(key)
    if (!key.includes('evaluator')) {
      drafts.set(stage, (drafts.get(stage) ?? 0) + 1)
      return `${stage}.${drafts.get(stage)}`
    }
    return { score: passes(stage, drafts.get(stage) ?? 0) ? 1 : 0, reasons: [`mend ${stage}`] }
  }
}
const run = (passes: (stage: number, draft: number) => boolean, params: Record<string, unknown> = {}) =>
  runPattern(waterfall, 'x', { params: { stages, ...params }, says: judged(passes) })

test('all gates open: the last result leaves, with two calls a stage', async () => {
  const { output, calls } = await run(() => true)
  expect(output).toEqual({ output: '3.1' })
  expect(calls).toBe(waterfall.calls?.(waterfall.params.parse({ stages })))
})

test('behind a shut gate nothing runs, and the checkpoint is the result before it', async () => {
  const { output, requests } = await run((stage) => stage !== 2)
  expect(output).toMatchObject({ rejected: { stage: 'b', checkpoint: '1.1', verdict: { reasons: ['mend 2'] } } })
  expect(output).not.toHaveProperty('output')
  expect(requests.some(({ key }) => stageOf(key) === 3)).toBe(false)
})

test('with rework the stage gets the reasons and tries again, at most so often; each draft is judged once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)),
      fc.integer({ min: 1, max: 3 }),
      async (needs, maxRework) => {
        const { output, calls, node } = await run((stage, draft) => draft > (needs[stage - 1] ?? 0), {
          onGateFail: 'rework',
          maxRework,
        })
        const shut = needs.findIndex((n) => n > maxRework)
        const passed = shut === -1 ? needs : needs.slice(0, shut)
        const drafts = passed.reduce((sum, n) => sum + n + 1, 0) + (shut === -1 ? 0 : 1 + maxRework)
        expect(calls).toBe(2 * drafts)
        expect(calls).toBeLessThanOrEqual(2 * stages.length * (1 + maxRework))
        expect(Object.keys(output)).toEqual([shut === -1 ? 'output' : 'rejected'])
        expect(node?.status).toBe('completed')
      },
    ),
    { numRuns: 15 },
  )
})

test('a gate that cannot judge stays shut, and a stage that fails fails the waterfall', async () => {
  const blind = await runPattern(waterfall, 'x', {
    params: { stages },
    says: (_, key) => (key.includes('evaluator') ? 'fail' : 'y'),
  })
  expect(blind.output).toMatchObject({ rejected: { stage: 'a', checkpoint: 'x' } })
  const broken = await runPattern(waterfall, 'x', { params: { stages }, says: () => 'fail' })
  expect(broken.node?.error?.message).toContain('Stage “a” failed')
})

test('the inside is made of known kinds and ports', () => {
  expectSoundBody(waterfall, {})
  expectSoundBody(waterfall, { onGateFail: 'rework' })
})
