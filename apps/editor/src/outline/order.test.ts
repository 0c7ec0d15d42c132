import { expect, test } from 'vitest'
import { testNode } from '../testing/kinds.ts'
import { inFlowOrder } from './order.ts'

const edge = (source: string, target: string) => ({ id: `${source}-${target}`, source, target })

test('steps stand behind what they wait for, bodies below their containers, loops do not turn it round', () => {
  const nodes = [
    testNode('out', 'output', { position: { x: 0, y: 0 } }),
    testNode('gate', 'gate', { position: { x: 900, y: 0 } }),
    testNode('inner', 'agent', { parent: 'pool' }),
    testNode('pool', 'pool', { position: { x: 600, y: 0 } }),
    testNode('q', 'input', { position: { x: 300, y: 0 } }),
  ]
  const edges = [edge('q', 'pool'), edge('pool', 'gate'), edge('gate', 'out'), edge('gate', 'pool')]
  expect(inFlowOrder({ nodes, edges }).map(({ node, level }) => `${node.id} ${level}`)).toEqual([
    'q 1',
    'pool 1',
    'inner 2',
    'gate 1',
    'out 1',
  ])
})
