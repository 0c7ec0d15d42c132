import type { Flow, Group } from '@quorum/engine'
import { beforeEach, describe, expect, test } from 'vitest'
import { copyClip, pasteCommand } from '../document/clipboard.ts'
import { applyChanges, plan } from '../document/commands.ts'
import { openDocument, undoStep, useDocument } from '../document/documentStore.ts'
import { flowGeometry } from '../geometry/geometry.ts'
import { settled, tidyInput } from '../layout/runTidy.ts'
import { tidyPositions } from '../layout/tidy.ts'
import { testNode } from '../testing/kinds.ts'
import { dropNodes } from './dragging.ts'
import { deleteSelection } from './edits.ts'
import { neighbour } from './focus.ts'
import { groupSelection, setFolded, ungroupSelection } from './groupEdits.ts'
import { groupScene } from './groups.ts'
import { type CanvasNode, pictureMaker } from './toReactFlow.ts'
import { resetUi, select, useUi } from './uiStore.ts'

const at = (id: string, x: number, y = 0) => testNode(id, 'agent', { position: { x, y } })
const base: Flow = {
  format: 'quorum.flow/1',
  name: 'Test',
  description: '',
  settings: {},
  nodes: [at('a', 0), at('b', 400), at('c', 800), at('d', 1200)],
  edges: [
    { id: 'e1', source: 'a', target: 'b' },
    { id: 'e2', source: 'b', target: 'c' },
    { id: 'e3', source: 'c', target: 'd' },
  ],
  notes: [],
}
const withGroup = (group: Partial<Group> = {}): Flow => ({
  ...base,
  groups: [{ id: 'g', nodes: ['b', 'c'], ...group }],
})
const open = (flow: Flow): void => openDocument({ id: 'f', revision: 1, flow })
const flow = (): Flow => useDocument.getState().flow
const none = { nodes: new Set<string>(), edges: new Set<string>(), notes: new Set<string>() }
const drawn = (of: Flow) => pictureMaker()(of, none)
const node = (id: string): CanvasNode => {
  const found = drawn(flow()).nodes.find((one) => one.id === id)
  if (!found) throw new Error(`${id} is not drawn`)
  return found
}
const drag = (id: string, x: number, y: number): void =>
  dropNodes([{ ...node(id), position: { x, y } } as CanvasNode], { x, y })

beforeEach(() => {
  resetUi()
  useUi.setState({ folds: new Map() })
})

describe('a frame', () => {
  test('lies around its steps and moves them when it is dragged, in one undo step', () => {
    open(withGroup())
    const frame = groupScene(flow(), flowGeometry(flow())).frames.get('g')
    expect(frame).toMatchObject({ folded: false, x: 400 - 24 })
    expect((frame?.x ?? 0) + (frame?.width ?? 0)).toBe(800 + 240 + 24)
    drag('group:g', 400 - 24 + 50, (frame?.y ?? 0) + 30)
    expect(flow().nodes.map(({ position }) => [position.x, position.y])).toEqual([
      [0, 0],
      [450, 30],
      [850, 30],
      [1200, 0],
    ])
    undoStep()
    expect(flow()).toEqual(withGroup())
  })

  test('takes in a step dropped into it, keeps one moved a little, lets go one dragged away', () => {
    open(withGroup())
    drag('d', 600, 20)
    expect(flow().groups?.[0]?.nodes).toEqual(['b', 'c', 'd'])
    undoStep()
    drag('c', 850, 90)
    expect(flow().groups?.[0]?.nodes).toEqual(['b', 'c'])
    drag('c', 850, 900)
    expect(flow().groups?.[0]?.nodes).toEqual(['b'])
    undoStep()
    expect(flow().groups?.[0]?.nodes).toEqual(['b', 'c'])
  })

  test('is made of the selection and taken away again', () => {
    open(base)
    select({ nodes: ['b', 'c'] })
    groupSelection()
    expect(flow().groups).toMatchObject([{ nodes: ['b', 'c'] }])
    ungroupSelection()
    expect(flow()).toEqual(base)
    expect([...useUi.getState().nodes]).toEqual(['b', 'c'])
  })

  test('goes with its last step, and comes back with it', () => {
    open(withGroup())
    select({ groups: ['g'] })
    deleteSelection(true)
    expect(flow().nodes.map(({ id }) => id)).toEqual(['a', 'd'])
    expect(flow().groups).toBeUndefined()
    undoStep()
    expect(flow()).toEqual(withGroup())
  })
})

describe('folded', () => {
  test('it is one box at which the edges from outside end, each at a port of its own', () => {
    const { nodes, edges } = drawn(withGroup({ folded: true }))
    expect(nodes.map(({ id }) => id)).toEqual(['a', 'group:g', 'd'])
    expect(edges.map(({ id, source, target }) => [id, source, target])).toEqual([
      ['e1', 'a', 'group:g'],
      ['e3', 'group:g', 'd'],
    ])
    const handles = nodes.find(({ id }) => id === 'group:g')?.handles?.map(({ id }) => id)
    expect(handles).toEqual([edges[0]?.targetHandle, edges[1]?.sourceHandle])
  })

  test('it can be unfolded by undo, and the arrows go through it as through a step', () => {
    open(withGroup())
    setFolded('g', true)
    expect(drawn(flow()).nodes).toHaveLength(3)
    expect(neighbour(flow(), 'a', 'right')).toBe('group:g')
    expect(neighbour(flow(), 'group:g', 'right')).toBe('d')
    expect(neighbour(flow(), 'd', 'left')).toBe('group:g')
    undoStep()
    expect(drawn(flow()).nodes).toHaveLength(5)
  })

  test('what may not be changed is folded for this view only', () => {
    openDocument({ id: 'f', revision: 1, flow: withGroup(), readOnly: 'run' })
    setFolded('g', true)
    expect(flow()).toEqual(withGroup())
    expect(useUi.getState().folds.get('g')).toBe(true)
  })
})

test('a copy has a group of its own around the copied steps', () => {
  const clip = copyClip(withGroup({ title: 'Checks' }), ['b', 'c'])
  const pasted = applyChanges(withGroup(), plan(withGroup(), pasteCommand(withGroup(), clip, { x: 0, y: 500 })))
  expect(pasted.groups).toHaveLength(2)
  expect(pasted.groups?.[1]).toMatchObject({ title: 'Checks', nodes: pasted.nodes.slice(4).map(({ id }) => id) })
  expect(copyClip(withGroup(), ['b']).groups).toEqual([])
})

test('tidying keeps the steps of a group together: no other step lies in its frame', () => {
  const mixed: Flow = { ...base, groups: [{ id: 'g', nodes: ['a', 'd'] }] }
  const places = new Map(settled(tidyPositions(tidyInput(mixed))).map(({ id, position }) => [id, position]))
  expect([...places.keys()].toSorted()).toEqual(['a', 'b', 'c', 'd'])
  const tidied: Flow = {
    ...mixed,
    nodes: mixed.nodes.map((one) => ({ ...one, position: { ...(places.get(one.id) ?? one.position) } })),
  }
  const frame = groupScene(tidied, flowGeometry(tidied)).frames.get('g')
  if (!frame) throw new Error('there is no frame')
  for (const id of ['b', 'c']) {
    const { x = 0, y = 0 } = places.get(id) ?? {}
    const apart = x >= frame.x + frame.width || x + 240 <= frame.x || y >= frame.y + frame.height || y + 152 <= frame.y
    expect(apart, id).toBe(true)
  }
})
