import type { RunEvent } from '@quorum/engine'
import { flowOf, world } from '@quorum/engine/testing'
import { kit } from '@quorum/nodes/runners'
import { expect, test } from 'vitest'
import { workforceOf } from './agents.ts'

const inside = (log: readonly RunEvent[], prefix: string) =>
  log.filter((event) => 'path' in event && event.path.startsWith(prefix))

async function around(kind: string, params: Record<string, unknown>, input: readonly string[] | string) {
  let calls = 0
  const all: ReturnType<typeof world> = world({
    kit,
    answer: () => {
      const nth = ++calls
      return new Promise((resolve) => all.clock.at(all.clock.now() + 10, () => resolve(nth === 1 ? 'fail' : 'Fine.')))
    },
  })
  const flow = flowOf(
    {
      q: 'input',
      p: [kind, params],
      a: ['agent', {}, { parent: 'p', policy: { attempts: 2, backoffMs: 1 } }],
      out: 'output',
    },
    ['q>p', 'p.item>a', 'a>p.result', 'p>out'],
  )
  await all.start(flow, input as never)
  for (let i = 0; i < 30; i++) await all.clock.pass(10)
  expect(all.view().status).toBe('completed')
  return workforceOf(inside(all.log(), 'p['))
}

test('of a pool as many agents worked as were at work at once, or as there were lanes', async () => {
  const items = ['a', 'b', 'c', 'd', 'e']
  expect(await around('pool', { concurrency: 2 }, items)).toEqual({ agents: 2, tries: 6 })
  expect(await around('load-balancing', { lanes: 3, strategy: 'roundRobin' }, items)).toEqual({ agents: 3, tries: 6 })
  expect(await around('fan-out', { concurrency: 50 }, items)).toEqual({ agents: 5, tries: 6 })
})

test('nobody has worked where nothing was asked', () => {
  expect(workforceOf([])).toEqual({ agents: 0, tries: 0 })
})
