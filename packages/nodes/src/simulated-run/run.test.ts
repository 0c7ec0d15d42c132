import { Flow, type Value } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'
import { modelOf, Params } from './definition.ts'

const at = { x: 0, y: 0 }
const flow = Flow.parse({
  format: 'quorum.flow/1',
  name: 'Simulated',
  nodes: [
    { id: 'q', kind: 'input', position: at },
    { id: 's', kind: 'simulated-run', params: { noise: 0.5 }, position: at },
    { id: 'g', kind: 'guard', parent: 's', params: { fallbackModels: ['openai/other'], backoffMs: 0 }, position: at },
    { id: 'inside', kind: 'agent', parent: 'g', params: { model: 'openai/real' }, position: at },
    { id: 'outside', kind: 'agent', params: { model: 'openai/real' }, position: at },
    { id: 'o', kind: 'output', position: at },
  ],
  edges: [
    { id: '1', source: 'q', target: 's' },
    { id: '2', source: 's', target: 'outside' },
    { id: '3', source: 'outside', target: 'o' },
  ],
})

test('everything inside asks the practice model, a guard’s other models included; what is outside does not', async () => {
  const asked: string[] = []
  const all = world({
    kit,
    answer: ({ model }): Value => {
      asked.push(model)
      return asked.length === 1 ? 'fail' : 'fine'
    },
  })
  await all.start(flow, 'x')
  for (let i = 0; i < 5 && all.view().status === 'running'; i++) await all.clock.pass(60_000)
  expect(all.view().status).toBe('completed')
  expect(asked).toEqual(['simulated/standard?noise=0.5', 'simulated/standard?noise=0.5', 'openai/real'])
})

test('the settings become those of the practice model', () => {
  expect(modelOf(Params.parse({}))).toBe('simulated/standard')
  expect(modelOf(Params.parse({ latencyMs: 0, errorRate: 0.2 }))).toBe('simulated/standard?latencyMs=0&errorRate=0.2')
})
