import { flowOf, world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'

const once = { policy: { attempts: 1 } }
const flow = (params: Record<string, unknown>, policy: Record<string, unknown> = {}) =>
  flowOf(
    {
      q: 'input',
      g: ['guard', params, { policy }],
      a: ['agent', { prompt: 'Draft {{ input }}' }, { parent: 'g', ...once }],
      b: ['agent', { prompt: 'Check {{ input }}' }, { parent: 'g', ...once }],
      out: 'output',
    },
    ['q>g', 'g.in>a', 'a>b', 'b>g.result', 'g>out'],
  )

test('when a later step fails, the whole inside is tried again after its wait', async () => {
  let checks = 0
  const w = world({
    kit,
    answer: ({ messages }) => (messages.at(-1)?.content.startsWith('Check') && ++checks < 2 ? 'fail' : 'fine'),
  })
  await w.start(flow({ attempts: 2, backoffMs: 500 }), 'x')
  expect(w.view().nodes.g?.status).toBe('retrying')
  await w.clock.pass(500)
  expect(w.view()).toMatchObject({
    status: 'completed',
    output: { result: 'fine' },
    nodes: { a: { counts: { completed: 2 } } },
  })
})

test('after the last try it fails, or gives its fallback', async () => {
  const w = world({ kit, answer: () => 'fail' })
  await w.start(flow({ attempts: 2, backoffMs: 0 }), 'x')
  await w.clock.pass(10)
  expect(w.view()).toMatchObject({ status: 'failed', error: { code: 'model-error' } })
  const kept = world({ kit, answer: () => 'fail' })
  await kept.start(flow({ attempts: 1 }, { onError: 'fallback', fallbackValue: 'nothing' }), 'x')
  expect(kept.view()).toMatchObject({ status: 'completed', output: { result: 'nothing' } })
})
