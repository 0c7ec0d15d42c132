import type { Edge, FlowNode } from '@quorum/engine'
import { describe, expect, it } from 'vitest'
import { changedSince } from './changedSince.ts'

const node = (id: string, prompt = '', parent?: string): FlowNode =>
  ({ id, kind: 'agent', params: { prompt }, position: { x: 0, y: 0 }, ...(parent ? { parent } : {}) }) as FlowNode
const edge = (source: string, target: string): Edge => ({ id: `${source}${target}`, source, target }) as Edge
const edges = [edge('a', 'b'), edge('b', 'c')]
const before = { nodes: [node('a'), node('b'), node('c')], edges }

describe('steps that were changed since a run', () => {
  it('are named if their old results would be kept', () => {
    const now = { nodes: [node('a', 'new'), node('b'), node('c')], edges }
    expect(changedSince(before, now, 'b', false)).toEqual(['a'])
    expect(changedSince(before, now, 'a', false)).toEqual([])
  })

  it('count behind the step too, if only that one runs', () => {
    const now = { nodes: [node('a'), node('b', 'new'), node('c', 'new')], edges }
    expect(changedSince(before, now, 'b', false)).toEqual([])
    expect(changedSince(before, now, 'b', true)).toEqual(['c'])
  })

  it('do not count if they were only moved or renamed, or are new', () => {
    const moved = { ...node('a'), title: 'Other', position: { x: 9, y: 9 } }
    expect(changedSince(before, { nodes: [moved, node('b'), node('c'), node('d')], edges }, 'c', false)).toEqual([])
  })

  it('count as the container they are in, and cycles come to an end', () => {
    const nodes = (prompt: string) => [node('a'), node('p'), node('w', prompt, 'p'), node('c')]
    const round = [...edges, edge('c', 'a')]
    expect(changedSince({ nodes: nodes(''), edges: round }, { nodes: nodes('new'), edges: round }, 'c', false)).toEqual(
      ['p'],
    )
  })
})
