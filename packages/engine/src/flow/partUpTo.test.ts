import { expect, test } from 'vitest'
import type { Flow } from './flow.ts'
import { partUpTo } from './partUpTo.ts'

const node = (id: string, kind = 'agent', parent?: string) => ({
  id,
  kind,
  params: {},
  position: { x: 0, y: 0 },
  ...(parent ? { parent } : {}),
})
const edge = (source: string, target: string) => ({ id: `${source} ${target}`, source, target })
const flow: Flow = {
  format: 'quorum.flow/1',
  name: '',
  description: '',
  settings: {},
  notes: [],
  nodes: [
    node('q', 'input'),
    node('other', 'input'),
    node('draft'),
    node('check'),
    node('p', 'pool'),
    node('w', 'agent', 'p'),
    node('end'),
  ],
  edges: [
    edge('q', 'draft'),
    edge('draft', 'check'),
    edge('check', 'draft'),
    edge('check', 'p'),
    edge('p', 'w'),
    edge('w', 'p'),
    edge('p', 'end'),
  ],
}
const part = (id: string) => {
  const found = partUpTo(flow, id, (kind) => kind === 'input')
  return found && [found.nodes.map((one) => one.id).join(' '), found.edges.length]
}

test('what feeds a step stays, around the loop it is in too, and what only comes after it goes', () => {
  expect(part('draft')).toEqual(['q other draft check', 3])
  expect(part('q')).toEqual(['q other', 0])
})

test('what a step has inside stays with it', () => {
  expect(part('p')).toEqual(['q other draft check p w', 6])
})

test('a step inside another, or of no such name, is no end of a run', () => {
  expect([part('w'), part('nobody')]).toEqual([null, null])
})
