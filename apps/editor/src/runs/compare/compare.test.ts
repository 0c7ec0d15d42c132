import { idleNode, type NodeView } from '@quorum/engine'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareNodes } from './compareRuns.ts'
import { textDiff } from './textDiff.ts'

const node = (id: string) => ({ id, kind: 'agent', title: id.toUpperCase(), params: {}, position: { x: 0, y: 0 } })
const done = (more: Partial<NodeView>): NodeView => ({ ...idleNode, status: 'completed', ...more })

it('steps that came out differently come first, and times alone make no difference', () => {
  const flow = { nodes: [node('same'), node('other'), node('gone')] }
  const pairs = compareNodes(
    { flow, view: { nodes: { same: done({ text: 'x', endedAt: '1' }), other: done({ text: 'tea' }) } } },
    {
      flow: { nodes: flow.nodes.slice(0, 2) },
      view: { nodes: { same: done({ text: 'x', endedAt: '2' }), other: done({ status: 'failed', text: 'milk' }) } },
    },
  )
  expect(pairs.map(({ id, differs }) => [id, differs])).toEqual([
    ['other', ['state', 'result']],
    ['gone', ['step']],
    ['same', []],
  ])
})

it('two texts are told apart word by word', () => {
  expect(textDiff('we go on Friday', 'we go on Tuesday')).toEqual([
    { text: 'we go on ', in: 'both' },
    { text: 'Friday', in: 'a' },
    { text: 'Tuesday', in: 'b' },
  ])
  expect(textDiff('x '.repeat(5_000), 'y')).toBeNull()
})

it('both texts can be read off the difference', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }).map((words) => words.join(' '))
  fc.assert(
    fc.property(text, text, (a, b) => {
      const parts = textDiff(a, b) ?? []
      const read = (without: 'a' | 'b') =>
        parts
          .filter((part) => part.in !== without)
          .map((part) => part.text)
          .join('')
      expect([read('b'), read('a')]).toEqual([a, b])
    }),
  )
})
