import type { ModelRequest, RunEvent, Value } from '@quorum/engine'
import { flowOf, world } from '@quorum/engine/testing'
import { kit } from '@quorum/nodes/runners'
import { expect, test } from 'vitest'
import { memberIn, workforceOf } from './agents.ts'

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
  return workforceOf(inside(all.log(), 'p['), memberIn(flow))
}

test('of a pool as many agents worked as were at work at once, or as there were lanes', async () => {
  const items = ['a', 'b', 'c', 'd', 'e']
  expect(await around('pool', { concurrency: 2 }, items)).toEqual({ agents: 2, tries: 6 })
  expect(await around('load-balancing', { lanes: 3, strategy: 'roundRobin' }, items)).toEqual({ agents: 3, tries: 6 })
  expect(await around('fan-out', { concurrency: 50 }, items)).toEqual({ agents: 5, tries: 6 })
})

test('nobody has worked where nothing was asked', () => {
  expect(workforceOf([], memberIn(null))).toEqual({ agents: 0, tries: 0 })
})

const people = (...names: readonly string[]) => names.map((name) => ({ name, prompt: `You are ${name}.` }))

test.each([
  ['council', { members: people('Ann', 'Ben', 'Cyd'), revise: true }, 3 + 1, 3 * 3 + 1],
  ['debate', { debaters: people('Ann', 'Ben'), rounds: 2 }, 2 + 1, 2 * 3 + 1],
  ['group-chat', { participants: people('Ann', 'Ben', 'Cyd'), stop: 'turns', maxTurns: 7 }, 3, 7],
  ['mixture-of-agents', { proposers: people('Ann', 'Ben'), layers: 3 }, 2 + 1, 2 * 2 + 1],
  ['pipeline', { stages: people('Ann', 'Ben') }, 2, 2],
])('%s: who takes part in several of its steps is one agent', async (kind, params, agents, tries) => {
  const answer = ({ messages }: ModelRequest) => {
    const labels = [
      ...messages
        .map(({ content }) => content)
        .join()
        .matchAll(/Answer ([A-Z]):/g),
    ].map(([, label]) => label)
    return labels.length > 0 ? { ranking: labels, critique: 'Fine.' } : { text: 'Fine.', winner: 'Ann' }
  }
  const all = world({ kit, answer: (request) => (request.schema ? answer(request) : 'Fine.') as Value })
  const flow = flowOf({ q: 'input', p: [kind, params], out: 'output' }, ['q>p', 'p>out'])
  await all.start(flow, 'Go')
  expect(all.view().status).toBe('completed')
  const count = (log: readonly RunEvent[]) => workforceOf(log, memberIn(flow))
  expect(count(inside(all.log(), 'p/'))).toEqual({ agents, tries })
  expect(count(all.log())).toEqual({ agents, tries })
})
