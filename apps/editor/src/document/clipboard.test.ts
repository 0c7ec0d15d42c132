import type { Flow } from '@quorum/engine'
import { describe, expect, test } from 'vitest'
import { testNode } from '../testing/kinds.ts'
import { copyClip, pasteCommand, readClip } from './clipboard.ts'

const flow: Flow = {
  format: 'quorum.flow/1',
  name: 't',
  description: '',
  settings: {},
  nodes: [
    testNode('a', 'agent'),
    testNode('p', 'pool', { position: { x: 300, y: 0 } }),
    testNode('w', 'telepathy', { parent: 'p', params: { power: 9 } }),
  ],
  edges: [
    { id: 'e1', source: 'a', target: 'p' },
    { id: 'e2', source: 'p', sourcePort: 'item', target: 'w' },
  ],
  notes: [{ id: 't', text: 'hi', position: { x: 0, y: 0 } }],
}
const clipOf = (...ids: string[]) => copyClip(flow, ids)

test('a paste that keeps what comes in is fed by what fed the original', () => {
  const { nodes, edges } = pasteCommand(flow, clipOf('p'), { x: 0, y: 0 }, undefined, true)
  expect(edges.map(({ source, target }) => [source, target])).toEqual([
    [nodes[0]?.id, nodes[1]?.id],
    ['a', nodes[0]?.id],
  ])
})

describe('copying', () => {
  test('takes the body of a container and only the edges among what is copied', () => {
    const clip = clipOf('p')
    expect(clip.nodes.map(({ id }) => id)).toEqual(['p', 'w'])
    expect(clip.edges.map(({ id }) => id)).toEqual(['e2'])
  })
})

describe('pasting', () => {
  test('gives new ids, keeps the inside together and moves only the outer steps', () => {
    const { nodes, edges } = pasteCommand(flow, clipOf('p'), { x: 32, y: 32 })
    const [pool, inside] = nodes
    expect(pool).toMatchObject({ kind: 'pool', position: { x: 332, y: 32 } })
    expect(inside).toMatchObject({
      kind: 'telepathy',
      parent: pool?.id,
      position: { x: 0, y: 0 },
      params: { power: 9 },
    })
    expect(edges).toMatchObject([{ source: pool?.id, sourcePort: 'item', target: inside?.id }])
    expect(new Set([...flow.nodes, ...nodes].map(({ id }) => id)).size).toBe(5)
  })

  test('what is copied out of a body stands on its own where it is pasted', () => {
    expect(pasteCommand(flow, clipOf('w'), { x: 0, y: 0 }).nodes[0]?.parent).toBeUndefined()
    expect(pasteCommand(flow, clipOf('w'), { x: 0, y: 0 }, 'p').nodes[0]?.parent).toBe('p')
  })

  test('survives the way through text', () => {
    const read = readClip(JSON.stringify(clipOf('a', 'p')))
    expect(read).toMatchObject({ ok: true, clip: clipOf('a', 'p') })
  })
})

describe('reading the clipboard', () => {
  test('a whole flow file can be pasted', () => {
    expect(readClip(JSON.stringify(flow))).toMatchObject({ ok: true, clip: { nodes: flow.nodes } })
  })
  test('other text stays text', () => {
    expect(readClip('Buy milk')).toEqual({ ok: false, text: 'Buy milk' })
    expect(readClip('{"some": "json"}')).toEqual({ ok: false, text: '{"some": "json"}' })
  })
  test('a broken clip says where it breaks', () => {
    expect(readClip('{"kind":"quorum.clip/1","nodes":[')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('(line 1, column 33)'),
    })
    expect(readClip('{"kind":"quorum.clip/1","nodes":[{"id":"__proto__","kind":"x"}],"edges":[]}')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('nodes.0.id'),
    })
  })
})
