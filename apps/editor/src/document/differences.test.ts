import type { Flow } from '@quorum/engine'
import { expect, test } from 'vitest'
import { testNode } from '../testing/kinds.ts'
import { differences } from './differences.ts'

const theirs: Flow = {
  format: 'quorum.flow/1',
  name: 'Theirs',
  description: '',
  settings: {},
  notes: [],
  nodes: [
    testNode('a', 'nothing', { title: 'A', params: { prompt: 'old' } }),
    testNode('b', 'nothing', { title: 'B' }),
  ],
  edges: [{ id: 'e1', source: 'a', target: 'b' }],
}

test('says in words what was added, removed and changed', () => {
  const mine: Flow = {
    ...theirs,
    nodes: [
      testNode('a', 'nothing', { title: 'A', params: { prompt: 'new' }, position: { x: 9, y: 9 } }),
      testNode('c', 'nothing', { title: 'C' }),
    ],
    edges: [{ id: 'e2', source: 'a', target: 'c' }],
  }
  expect(differences(theirs, mine).map(({ what, text }) => `${what}: ${text}`)).toEqual([
    'changed: A, prompt: “old” → “new”',
    'added: Step “C”',
    'removed: Step “B”',
    'added: Connection A → C',
    'removed: Connection A → B',
    'changed: Position of 1 step',
  ])
})

test('an edge with another id is the same connection', () => {
  expect(differences(theirs, { ...theirs, edges: [{ id: 'other', source: 'a', target: 'b' }] })).toEqual([])
})
