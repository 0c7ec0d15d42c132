import { describe, expect, test } from 'vitest'
import { testKinds, testLookup, testNode } from '../testing/kinds.ts'
import { setAppearance } from '../ui/appearance.ts'
import { factsOf } from './facts.ts'
import { absolutePosition, flowGeometry, geometry } from './geometry.ts'

const box = (kind: string) => geometry(factsOf(testNode('x', kind), testLookup))

describe('geometry', () => {
  test('adds header, rows, strip and footer', () => {
    expect(box('agent')).toMatchObject({ width: 240, height: 44 + 28 + 52 + 28 })
  })

  test('rows are 24 px high where the page is compact', () => {
    setAppearance({ density: 'compact' })
    expect(box('agent').height).toBe(44 + 24 + 52 + 28)
    setAppearance({ density: 'cosy' })
  })

  test('is high enough for all ports', () => {
    const { height, ports } = box('vote')
    expect(Math.max(...ports.map(({ y }) => y)) + 12).toBeLessThanOrEqual(height)
  })

  test('ports stand left and right, the first at 50, the next every 28', () => {
    const { ports } = box('vote')
    expect(ports.filter(({ side }) => side === 'right').map(({ x, y }) => [x, y])).toEqual([
      [320, 50],
      [320, 78],
      [320, 106],
    ])
    expect(ports.find(({ id }) => id === 'in')).toMatchObject({ x: 0, y: 50, flow: 'in' })
  })

  test('depends on nothing but the node and its kind', () => {
    for (const { kind } of testKinds) expect(box(kind)).toEqual(box(kind))
  })

  test('an error port appears with the policy that asks for it', () => {
    const node = testNode('x', 'agent', { policy: { onError: 'port' } })
    expect(geometry(factsOf(node, testLookup)).ports.map(({ id }) => id)).toContain('error')
  })

  test('a container shows its inner ports at the inside of its border', () => {
    const { body, ports } = box('pool')
    expect(ports.filter(({ inner }) => inner)).toMatchObject([
      { id: 'item', flow: 'out', side: 'left', x: body?.x },
      { id: 'result', flow: 'in', side: 'right' },
    ])
  })

  test('a container grows with what is in it', () => {
    const pool = testNode('p', 'pool')
    const far = testNode('w', 'agent', { parent: 'p', position: { x: 700, y: 500 } })
    const grown = flowGeometry({ nodes: [far, pool], edges: [] }, testLookup).get('p')
    expect(grown?.width).toBeGreaterThan(700 + 240)
    expect(grown?.height).toBeGreaterThan(500 + 150)
  })

  test('an unknown kind shows the ports its edges name', () => {
    const nodes = [testNode('a', 'agent'), testNode('u', 'telepathy')]
    const edges = [{ id: 'e', source: 'u', sourcePort: 'thought', target: 'a' }]
    expect(
      flowGeometry({ nodes, edges }, testLookup)
        .get('u')
        ?.ports.map(({ id }) => id),
    ).toEqual(['in', 'thought'])
  })

  test('nodes that name each other as parents do not hang it', () => {
    const nodes = [testNode('p', 'pool', { parent: 'q' }), testNode('q', 'pool', { parent: 'p' })]
    expect(flowGeometry({ nodes, edges: [] }, testLookup).size).toBe(2)
    expect(absolutePosition(new Map(nodes.map((node) => [node.id, node])), nodes[0] as (typeof nodes)[number])).toEqual(
      { x: 0, y: 0 },
    )
  })
})
