import type { Flow, FlowNode } from '@quorum/engine'
import { beforeEach, describe, expect, test } from 'vitest'
import { dispatch, openDocument, undoStep, useDocument } from '../document/documentStore.ts'
import { testNode } from '../testing/kinds.ts'
import { addStep, connect, deleteSelection } from './edits.ts'
import { duplicateSelection, pasteText } from './pasting.ts'
import { resetUi, select, useUi } from './uiStore.ts'

const at = { x: 0, y: 0 }
const start: Flow = {
  format: 'quorum.flow/1',
  name: 't',
  description: '',
  settings: {},
  notes: [],
  nodes: [
    testNode('q', 'input'),
    testNode('a', 'agent', { position: { x: 300, y: 0 } }),
    testNode('o', 'output', { position: { x: 700, y: 0 } }),
    testNode('p', 'pool', { position: { x: 0, y: 600 } }),
  ],
  edges: [
    { id: 'e1', source: 'q', sourcePort: 'out', target: 'a', targetPort: 'in' },
    { id: 'e2', source: 'a', sourcePort: 'out', target: 'o', targetPort: 'in' },
  ],
}

const flow = (): Flow => useDocument.getState().flow
const node = (id: string): FlowNode | undefined => flow().nodes.find((one) => one.id === id)
const lines = (): string[] =>
  flow().edges.map(({ source, sourcePort, target, targetPort }) => `${source}.${sourcePort} ${target}.${targetPort}`)

beforeEach(() => {
  openDocument({ id: 'f', revision: 1, flow: start })
  resetUi()
})

describe('adding a step', () => {
  test('behind the selected one puts it to the right, covering nothing, and wires it', () => {
    const id = addStep('agent', { canvas: at, after: 'q' })
    expect(node(id)?.position.x).toBe(296)
    expect(node(id)?.position.y).toBeGreaterThan(100)
    expect(lines()).toContain(`q.out ${id}.in`)
    expect([...useUi.getState().nodes]).toEqual([id])
  })

  test('behind one with several free outputs wires nothing: which one is meant is not known', () => {
    const gate = addStep('gate', { canvas: at })
    const before = lines()
    addStep('agent', { canvas: at, after: gate })
    expect(lines()).toEqual(before)
  })

  test('from an output that was let go over the canvas wires that output', () => {
    const gate = addStep('gate', { canvas: at })
    const id = addStep('agent', { canvas: { x: 900, y: 300 }, from: { nodeId: gate, portId: 'fail' } })
    expect(lines()).toContain(`${gate}.fail ${id}.in`)
  })

  test('into an edge makes room: what lies behind moves right, and one undo puts it back', () => {
    const before = node('o')?.position.x ?? 0
    const id = addStep('council', { canvas: { x: 500, y: 0 }, onEdge: 'e2' })
    const [left, right] = [node('a')?.position.x ?? 0, node('o')?.position.x ?? 0]
    const x = node(id)?.position.x ?? 0
    expect(x).toBeGreaterThanOrEqual(left + 240 + 64)
    expect(right).toBeGreaterThanOrEqual(x + 320 + 64)
    undoStep()
    expect(node('o')?.position.x).toBe(before)
  })

  test('a second of a kind gets a name of its own', () => {
    const id = addStep('agent', { canvas: at })
    expect(node(id)?.title).toBe('Agent 2')
  })

  test('a new input asks for something at once', () => {
    const id = addStep('input', { canvas: at })
    expect(node(id)?.params).toMatchObject({ fields: [{ name: 'question', type: 'text' }] })
  })

  test('into an edge takes its place in between, as one undo step', () => {
    const id = addStep('gate', { canvas: { x: 500, y: 0 }, onEdge: 'e2' })
    expect(lines()).toEqual(['q.out a.in', `a.out ${id}.in`, `${id}.pass o.in`])
    undoStep()
    expect(flow()).toEqual(start)
  })

  test('into an empty body makes it the whole body', () => {
    const id = addStep('agent', { canvas: { x: 100, y: 700 } })
    expect(node(id)?.parent).toBe('p')
    expect(lines()).toEqual(expect.arrayContaining([`p.item ${id}.in`, `${id}.out p.result`]))
    const second = addStep('agent', { canvas: { x: 100, y: 720 } })
    expect(node(second)?.parent).toBe('p')
    expect(lines().some((line) => line.includes(second))).toBe(false)
  })
})

describe('deleting', () => {
  test('a step in a row joins its neighbours', () => {
    select({ nodes: ['a'] })
    deleteSelection(true)
    expect(lines()).toEqual(['q.out o.in'])
    undoStep()
    expect(flow()).toEqual(start)
  })

  test('with Shift joins nothing', () => {
    select({ nodes: ['a'] })
    deleteSelection(false)
    expect(lines()).toEqual([])
  })
})

test('connecting what may not be connected changes nothing', () => {
  expect(connect({ nodeId: 'a', portId: 'out' }, { nodeId: 'a', portId: 'in' })).toBe(false)
  expect(flow()).toBe(start)
})

test('duplicates lie 32 px off, selected, with the edges among them', () => {
  select({ nodes: ['a', 'o'] })
  duplicateSelection()
  const copies = flow().nodes.slice(4)
  expect(copies.map(({ kind, position }) => [kind, position.x, position.y])).toEqual([
    ['agent', 332, 32],
    ['output', 732, 32],
  ])
  expect(lines().at(-1)).toBe(`${copies[0]?.id}.out ${copies[1]?.id}.in`)
  expect([...useUi.getState().nodes]).toEqual(copies.map(({ id }) => id))
})

test('another one of a single step lies below it, clear of all, and is counted on', () => {
  for (const title of ['Reviewer 2', 'Reviewer 3']) {
    select({ nodes: [flow().nodes.findLast(({ kind }) => kind === 'agent')?.id ?? ''] })
    if (title === 'Reviewer 2')
      dispatch({ type: 'setNode', nodeId: [...useUi.getState().nodes][0] ?? '', patch: { title: 'Reviewer 1' } })
    duplicateSelection()
    expect(flow().nodes.at(-1)).toMatchObject({ kind: 'agent', title })
  }
  const agents = flow().nodes.filter(({ kind }) => kind === 'agent')
  const heights = agents.map(({ position }) => position.y)
  expect(new Set(agents.map(({ position }) => position.x)).size).toBe(1)
  for (const [place, y] of heights.slice(1).entries()) expect(y - (heights[place] ?? 0)).toBeGreaterThan(120)
})

test('a step added behind several selected ones takes from all of them', () => {
  select({ nodes: ['a'] })
  duplicateSelection()
  const copy = flow().nodes.at(-1)?.id ?? ''
  select({ nodes: ['a', copy] })
  const vote = addStep('vote', { canvas: { x: 0, y: 0 }, after: copy })
  expect(lines().slice(-2)).toEqual([`a.out ${vote}.in`, `${copy}.out ${vote}.in`])
  undoStep()
  expect(flow().nodes.some(({ id }) => id === vote)).toBe(false)
})

test('pasted text that is no clip becomes a note', () => {
  pasteText('Remember the milk', { x: 5, y: 6 })
  expect(flow().notes).toMatchObject([{ text: 'Remember the milk', position: { x: 5, y: 6 } }])
})

test('a flow as it ran cannot be edited', () => {
  openDocument({ id: 'f', revision: 1, flow: start, readOnly: 'run' })
  select({ nodes: ['a'] })
  deleteSelection(true)
  duplicateSelection()
  expect(flow()).toBe(start)
})
