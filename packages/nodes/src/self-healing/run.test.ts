import { StepFailure } from '@quorum/engine'
import { flowOf, world } from '@quorum/engine/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'

const flow = (params: Record<string, unknown>) =>
  flowOf(
    {
      q: 'input',
      h: ['self-healing', { backoffMs: 0, ...params }],
      a: ['agent', { prompt: 'Write {{ input }}' }, { parent: 'h' }],
      out: 'output',
      how: ['output', { name: 'history' }],
      was: ['output', { name: 'healed' }],
    },
    ['q>h', 'h>out', 'h.history>how', 'h.healed>was'],
  )
type Says = 'good' | 'bad' | 'server' | 'model-error' | 'auth'
const checks = [{ name: 'Good', when: 'state == "good"', hint: 'Be good.' }]

async function run(says: readonly Says[], params: Record<string, unknown> = {}) {
  let calls = 0
  const models: string[] = []
  const w = world({
    kit,
    answer: ({ model }) => {
      models.push(model)
      const say = says[calls++] ?? 'good'
      if (say === 'good' || say === 'bad') return say
      throw new StepFailure(say, say, { retryable: say !== 'auth' })
    },
  })
  await w.start(flow({ checks, ...params }), 'x')
  for (let i = 0; i < 10 && w.host.active() > 0; i++) await w.clock.pass(60_000)
  return { view: w.view(), calls, models, bugs: w.bugs }
}

test('a result that does not pass is made again with the reasons, and the history tells it', async () => {
  const { view } = await run(['bad', 'server', 'good'])
  expect(view).toMatchObject({
    status: 'completed',
    output: {
      result: 'good',
      healed: true,
      history: [
        { attempt: 1, class: 'health_check', action: 'say what was wrong' },
        { attempt: 2, class: 'server', action: 'wait' },
      ],
    },
  })
})

test('models are switched in order, unless the run has one for all', async () => {
  const { models } = await run(['model-error', 'model-error'], {
    fallbackModels: ['simulated/fast', 'simulated/noisy'],
  })
  expect(models).toEqual(['simulated/standard', 'simulated/fast', 'simulated/noisy'])
})

test('invariants: tries, checks, what is never tried again, the length of the history', async () => {
  const script = fc.array(fc.constantFrom<Says>('good', 'bad', 'server', 'model-error', 'auth'), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(script, fc.integer({ min: 1, max: 5 }), async (says, attempts) => {
      const { view, calls, bugs } = await run(says, { attempts })
      expect(bugs).toEqual([])
      expect(calls).toBeLessThanOrEqual(attempts)
      const auth = says.indexOf('auth')
      if (auth >= 0) expect(calls).toBeLessThanOrEqual(auth + 1)
      if (view.status === 'completed') {
        expect(view.output?.result).toBe('good')
        expect(view.output?.history).toHaveLength(calls - 1)
        expect(view.output?.healed).toBe(calls > 1)
      } else expect(view.error?.code).toBe(says[calls - 1] === 'bad' ? 'health-check' : says[calls - 1])
    }),
    { numRuns: 40 },
  )
})
