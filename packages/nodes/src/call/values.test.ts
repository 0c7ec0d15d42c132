import '@quorum/engine/expressions'
import { Flow, type Value } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'

const edge = (source: string, target: string) => ({ id: `${source}-${target}`, source, target })
const flow = (name: string, nodes: object[], edges: object[]) =>
  Flow.parse({ format: 'quorum.flow/1', name, nodes, edges })
/** A node of one's own: a text and a tone. */
const own = flow(
  'Own',
  [
    {
      id: 'q',
      kind: 'input',
      params: { fields: [{ name: 'tone', default: 'plain' }, { name: 'text', required: true }, { name: 'note' }] },
    },
    { id: 't', kind: 'template', params: { text: '{{ input.tone }}: {{ input.text }}' } },
    { id: 'o', kind: 'output', params: {} },
  ],
  [edge('q', 't'), edge('t', 'o')],
)
const user = (values: Record<string, Value>) =>
  flow(
    'User',
    [
      { id: 'in', kind: 'input', params: {} },
      { id: 'call', kind: 'call', params: { flowId: 'own', values } },
      { id: 'out', kind: 'output', params: {} },
    ],
    [edge('in', 'call'), edge('call', 'out')],
  )

test.each([
  ['a setting fills its field, what arrives the first that is open', { tone: 'warm' }, 'Hello', 'warm: Hello'],
  [
    'fields that arrive go through, and settings lie over them',
    { tone: 'warm' },
    { text: 'Hi', tone: 'cold' },
    'warm: Hi',
  ],
  ['settings alone are enough', { tone: 'warm', text: 'Fixed', note: '' }, 'ignored', 'warm: Fixed'],
])('%s', async (_, values, input, expected) => {
  const all = world({ kit })
  await all.start(user(values), input as Value, 'r', null, { own })
  await all.clock.settle()
  expect(all.view().error).toBeNull()
  expect(Object.values(all.view().output ?? {})).toEqual([expected])
})
