import { Flow } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, flowAround, runPattern, type Says, systemOf } from '../pattern/testing.ts'
import { kit } from '../runners.ts'
import { saga } from './definition.ts'

const steps = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `S${i}`, prompt: `Do S${i}.`, undo: `Undo S${i}.` }))

test('undone are exactly the steps that were done, in reverse; the end is all done, all undone, or stuck', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.nat(5), fc.option(fc.nat(4)), async (count, bad, stuck) => {
      const order: string[] = []
      const says: Says = (request) => {
        const [, what = '', which = ''] = /^(Do|Undo) S(\d)/.exec(systemOf(request)) ?? []
        if (what === 'Do' && Number(which) === bad) return 'fail'
        if (what === 'Undo' && Number(which) === stuck) return 'fail'
        order.push(`${what} ${which}`)
        return 'ok'
      }
      const { view, output, node } = await runPattern(saga, 'x', {
        params: { steps: steps(count), compensationAttempts: 1 },
        says,
      })
      const done = Math.min(bad, count)
      const forward = Array.from({ length: done }, (_, i) => `Do ${i}`)
      if (bad >= count) {
        expect(order).toEqual(forward)
        expect(output.done).toHaveLength(count)
        return
      }
      const stops = stuck !== null && stuck < done ? stuck : -1
      const back = Array.from({ length: done }, (_, i) => done - 1 - i).filter((i) => i > stops)
      expect(order).toEqual([...forward, ...back.map((i) => `Undo ${i}`)])
      if (stops >= 0) expect(node?.error?.code).toBe('stuck')
      else expect(view.output?.compensated).toMatchObject({ failedStep: `S${bad}` })
    }),
    { numRuns: 40 },
  )
})

test.each([undefined, 'p'])(
  'a cancel counts as a failure: what was done is undone before it ends (%s)',
  async (path) => {
    const asked: string[] = []
    const all = world({
      kit,
      answer: (request) => {
        asked.push(systemOf(request))
        return systemOf(request).startsWith('Do S1') ? new Promise(() => {}) : 'ok'
      },
    })
    await all.start(Flow.parse(flowAround(saga, { steps: steps(3) })), 'x')
    void all.host.cancel('r', path === undefined ? {} : { path })
    await all.clock.settle()
    expect(asked.map((text) => text.slice(0, 7))).toEqual(['Do S0.', 'Do S1.', 'Undo S0'])
    expect(all.view().status).toBe(path === undefined ? 'cancelled' : 'completed')
    expect(all.bugs).toEqual([])
  },
)

test('the inside is made of known kinds and ports', () => expectSoundBody(saga, {}))
