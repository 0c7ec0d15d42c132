import type { Flow } from '@quorum/engine'
import { expect, test } from 'vitest'
import { applyChanges, plan } from '../document/commands.ts'
import { testNode } from '../testing/kinds.ts'
import { findIn, replaceCommand } from './search.ts'

const flow: Flow = {
  format: 'quorum.flow/1',
  name: 't',
  description: '',
  settings: {},
  notes: [],
  edges: [],
  nodes: [
    testNode('a', 'agent', {
      title: 'Cat writer',
      params: { prompt: 'About $cats and Cats', list: [{ name: 'cat' }] },
    }),
    testNode('b', 'agent', { title: 'Other' }),
  ],
}

test('a text is found in names, settings however deep, and results', () => {
  const hits = findIn(flow, 'CAT', (id) => (id === 'b' ? 'A cat sat.' : ''))
  expect(hits.map(({ nodeId, where }) => `${nodeId}: ${where}`)).toEqual([
    'a: name',
    'a: prompt',
    'a: list 1, name',
    'b: last result',
  ])
})

test('replacing takes the text as it is, not as a pattern', () => {
  const command = replaceCommand(flow, '$cat', '$& dog')
  const after = command ? applyChanges(flow, plan(flow, command)) : flow
  expect(after.nodes[0]?.params.prompt).toBe('About $& dogs and Cats')
  expect(after.nodes[0]?.title).toBe('Cat writer')
  expect(replaceCommand(flow, 'nowhere', 'x')).toBeNull()
})
