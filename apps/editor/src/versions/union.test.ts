import type { Flow } from '@quorum/engine'
import { expect, test } from 'vitest'
import { testNode } from '../testing/kinds.ts'
import { milestones, unionOf } from './union.ts'

const flowOf = (nodes: Flow['nodes'], edges: Flow['edges']): Flow => ({
  format: 'quorum.flow/1',
  name: 't',
  description: '',
  settings: {},
  notes: [],
  nodes,
  edges,
})
const edge = (id: string, source: string, target: string) => ({ id, source, target })

test('both versions are in the picture, each part marked with what became of it', () => {
  const before = flowOf([testNode('a', 'agent'), testNode('b', 'agent')], [edge('e', 'a', 'b')])
  const after = flowOf(
    [testNode('a', 'agent', { title: 'New name', position: { x: 9, y: 9 } }), testNode('c', 'agent')],
    [edge('e', 'a', 'c')],
  )
  const union = unionOf(before, after)
  expect([...union.nodes]).toEqual([
    ['a', 'changed'],
    ['c', 'added'],
    ['b', 'removed'],
  ])
  expect(union.flow.edges).toHaveLength(2)
  expect([...union.edges.values()].toSorted()).toEqual(['added', 'removed'])
})

test('a step that only moved is not marked', () => {
  const before = flowOf([testNode('a', 'agent')], [])
  const after = flowOf([testNode('a', 'agent', { position: { x: 500, y: 0 } })], [])
  expect(unionOf(before, after).nodes.size).toBe(0)
})

test('of the saves of ten minutes the newest is listed', () => {
  const version = (revision: number, time: string) => ({ revision, createdAt: `2026-01-01T${time}:00Z` })
  const all = [version(5, '10:21'), version(4, '10:13'), version(3, '10:12'), version(2, '10:02'), version(1, '10:01')]
  expect(milestones(all).map(({ revision }) => revision)).toEqual([5, 4, 2])
})
