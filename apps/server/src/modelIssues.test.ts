import { kit } from '@quorum/nodes/runners'
import { expect, test } from 'vitest'
import { modelIssues } from './modelIssues.ts'

const flow = (model: string, budget?: object) => ({
  format: 'quorum.flow/1',
  name: 'test',
  settings: budget ? { budget } : {},
  nodes: [{ id: 'a', kind: 'agent', params: { model } }],
  edges: [],
})
const anything = { knows: () => null }
const codes = (json: unknown, instead?: string) => modelIssues(json, kit, anything, instead).map((issue) => issue.code)

test('a budget in money needs models whose price is known', () => {
  expect(codes(flow('local/mine', { usd: 1 }))).toEqual(['budget-unpriced'])
  expect(codes(flow('simulated/fast', { usd: 1 }))).toEqual([])
  expect(codes(flow('local/mine', { calls: 10 }))).toEqual([])
  expect(codes(flow('local/mine', { usd: 1 }), 'simulated/fast')).toEqual([])
})

test('a model that cannot be called is said at the node that names it', () => {
  const models = { knows: (id: string) => (id === 'openai/x' ? 'Set OPENAI_API_KEY' : null) }
  expect(modelIssues(flow('openai/x'), kit, models)).toEqual([
    expect.objectContaining({ code: 'model-unavailable', nodeId: 'a', path: 'nodes[0].params' }),
  ])
  expect(modelIssues('nonsense', kit, models)).toEqual([])
})
