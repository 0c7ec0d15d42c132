import type { Edge, Flow, FlowNode } from '@quorum/engine'
import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { commandName } from './commandName.ts'
import { applyChanges, type Command, invert, plan } from './commands.ts'
import { dispatch, openDocument, redoStep, undoStep, useDocument } from './documentStore.ts'
import { HISTORY_STEPS } from './history.ts'

const node = (id: string, more: Partial<FlowNode> = {}): FlowNode => ({
  id,
  kind: 'agent',
  position: { x: 0, y: 0 },
  params: {},
  ...more,
})
const edge = (id: string, source: string, target: string): Edge => ({ id, source, target })
const flow = (nodes: FlowNode[], edges: Edge[] = []): Flow => ({
  format: 'quorum.flow/1',
  name: 'Test',
  description: '',
  settings: {},
  nodes,
  edges,
  notes: [],
})
const start = flow(
  [node('a'), node('b'), node('p', { kind: 'pool' }), node('w', { parent: 'p' }), node('c')],
  [edge('e1', 'a', 'b'), edge('e2', 'b', 'c'), edge('e3', 'p', 'w'), edge('e4', 'w', 'p')],
)
const open = (opened: Flow): void => openDocument({ id: 'f', revision: 1, flow: opened })
const ids = ['a', 'b', 'c', 'p', 'w', 'n1', 'n2', 'n3', 'ghost']

const anyId = fc.constantFrom(...ids)
const anyEdgeId = fc.constantFrom('e1', 'e2', 'e3', 'e4', 'x1', 'x2', 'ghost')
const position = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) })
const anyEdge = fc.record({ id: anyEdgeId, source: anyId, target: anyId })
const note = fc.record({ id: fc.constantFrom('t1', 't2'), text: fc.string(), position })
const anyGroupId = fc.constantFrom('g1', 'g2')
const group = fc.record({ id: anyGroupId, nodes: fc.uniqueArray(anyId, { minLength: 1, maxLength: 4 }) })
const newNode = fc.record({ id: anyId, position }).map(({ id, position: at }) => node(id, { position: at }))

const { command } = fc.letrec<{ command: Command }>((tie) => ({
  command: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    fc.record({
      type: fc.constant('addNodes' as const),
      nodes: fc.array(newNode, { maxLength: 3 }),
      edges: fc.array(anyEdge, { maxLength: 2 }),
    }),
    fc.record({
      type: fc.constant('paste' as const),
      nodes: fc.array(newNode, { maxLength: 2 }),
      edges: fc.array(anyEdge, { maxLength: 2 }),
      notes: fc.array(note, { maxLength: 2 }),
    }),
    fc.record({
      type: fc.constant('removeNodes' as const),
      nodeIds: fc.array(anyId, { maxLength: 3 }),
      edgeIds: fc.array(anyEdgeId, { maxLength: 2 }),
      noteIds: fc.constantFrom([], ['t1']),
      heal: fc.array(anyEdge, { maxLength: 1 }),
    }),
    fc.record({
      type: fc.constant('move' as const),
      nodes: fc.array(fc.record({ id: anyId, position, parent: fc.constantFrom('p', null) }), { maxLength: 3 }),
      notes: fc.array(fc.record({ id: fc.constantFrom('t1', 't2'), position }), { maxLength: 1 }),
    }),
    fc.record({
      type: fc.constant('layout' as const),
      nodes: fc.array(fc.record({ id: anyId, position }), { maxLength: 5 }),
    }),
    fc.record({ type: fc.constant('connect' as const), edge: anyEdge }),
    fc.record({ type: fc.constant('disconnect' as const), edgeIds: fc.array(anyEdgeId, { maxLength: 2 }) }),
    fc.record({
      type: fc.constant('updateEdge' as const),
      edgeId: anyEdgeId,
      patch: fc.record({ maxRounds: fc.constantFrom(1, 5, undefined) }),
    }),
    fc.record({
      type: fc.constant('setParams' as const),
      nodeId: anyId,
      params: fc.record({ prompt: fc.option(fc.string(), { nil: undefined }) }),
    }),
    fc.record({
      type: fc.constant('setNode' as const),
      nodeId: anyId,
      patch: fc.record({ title: fc.option(fc.string(), { nil: undefined }) }),
    }),
    fc.record({
      type: fc.constant('setSettings' as const),
      settings: fc.record({ seed: fc.constantFrom(1, 2, undefined) }),
    }),
    fc.record({ type: fc.constant('rename' as const), name: fc.string({ minLength: 1 }) }),
    fc.record({ type: fc.constant('describe' as const), description: fc.string() }),
    fc.record({ type: fc.constant('addNote' as const), note }),
    fc.record({
      type: fc.constant('editNote' as const),
      noteId: fc.constantFrom('t1', 't2'),
      patch: fc.record({ text: fc.string() }),
    }),
    fc.record({ type: fc.constant('removeNote' as const), noteId: fc.constantFrom('t1', 't2') }),
    fc.record({ type: fc.constant('group' as const), group }),
    fc.record({ type: fc.constant('ungroup' as const), groupIds: fc.array(anyGroupId, { maxLength: 2 }) }),
    fc.record({
      type: fc.constant('editGroup' as const),
      groupId: anyGroupId,
      patch: fc.record({ title: fc.option(fc.string(), { nil: undefined }), folded: fc.boolean() }),
    }),
    fc.record({
      type: fc.constant('regroup' as const),
      nodeIds: fc.array(anyId, { maxLength: 3 }),
      groupId: fc.constantFrom('g1', 'g2', null),
    }),
    fc.record({
      type: fc.constant('compound' as const),
      name: fc.constant('Both'),
      commands: fc.array(tie('command'), { maxLength: 3 }),
    }),
  ) as fc.Arbitrary<Command>,
}))

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

test('any sequence of edits undone is the start, and redone is the end', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(command, fc.constantFrom(0, 300, 2_000)), { maxLength: 200 }), (steps) => {
      open(start)
      for (const [step, wait] of steps) {
        vi.advanceTimersByTime(wait)
        dispatch(step)
      }
      const end = useDocument.getState().flow
      while (undoStep());
      expect(useDocument.getState().flow).toEqual(start)
      while (redoStep());
      expect(useDocument.getState().flow).toEqual(end)
    }),
    { numRuns: 80 },
  )
})

test('ids stay unique and a step in one group, whatever is added', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (steps) => {
      open(start)
      for (const step of steps) dispatch(step)
      const { nodes, edges, notes, groups = [] } = useDocument.getState().flow
      const members = groups.flatMap((one) => one.nodes.map((id) => ({ id })))
      for (const list of [nodes, edges, notes, groups, members])
        expect(new Set(list.map(({ id }) => id)).size).toBe(list.length)
    }),
    { numRuns: 50 },
  )
})

describe('removing', () => {
  test('takes a step with its edges, in one undo step that brings all back in place', () => {
    open(start)
    dispatch({ type: 'removeNodes', nodeIds: ['b'], heal: [edge('h', 'a', 'c')] })
    const { flow: now } = useDocument.getState()
    expect(now.nodes.map(({ id }) => id)).toEqual(['a', 'p', 'w', 'c'])
    expect(now.edges.map(({ id }) => id)).toEqual(['e3', 'e4', 'h'])
    undoStep()
    expect(useDocument.getState().flow).toEqual(start)
  })

  test('takes a container with its body', () => {
    const changed = applyChanges(start, plan(start, { type: 'removeNodes', nodeIds: ['p'] }))
    expect(changed.nodes.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(changed.edges.map(({ id }) => id)).toEqual(['e1', 'e2'])
  })
})

describe('undo', () => {
  test('typing in one field within 800 ms is one step, another field or a pause begins a new one', () => {
    open(start)
    const type = (prompt: string): boolean => dispatch({ type: 'setParams', nodeId: 'a', params: { prompt } })
    type('H')
    vi.advanceTimersByTime(500)
    type('He')
    dispatch({ type: 'setParams', nodeId: 'a', params: { system: 'x' } })
    vi.advanceTimersByTime(900)
    dispatch({ type: 'setParams', nodeId: 'a', params: { system: 'xy' } })
    expect(useDocument.getState().history.done).toHaveLength(3)
    undoStep()
    undoStep()
    expect(useDocument.getState().flow.nodes[0]?.params).toEqual({ prompt: 'He' })
    undoStep()
    expect(useDocument.getState().flow).toEqual(start)
  })

  test('keeps the last 200 steps', () => {
    open(start)
    for (let i = 0; i < HISTORY_STEPS + 20; i++) dispatch({ type: 'connect', edge: edge(`m${i}`, 'a', 'c') })
    expect(useDocument.getState().history.done).toHaveLength(HISTORY_STEPS)
  })

  test('a new edit ends what could be redone', () => {
    open(start)
    dispatch({ type: 'rename', name: 'One' })
    undoStep()
    dispatch({ type: 'connect', edge: edge('y', 'a', 'c') })
    expect(redoStep()).toBe(false)
  })

  test('an edit that changes nothing is no step', () => {
    open(start)
    expect(dispatch({ type: 'disconnect', edgeIds: ['ghost'] })).toBe(false)
    expect(useDocument.getState().history.done).toHaveLength(0)
  })

  test('steps are named for what they did', () => {
    expect(commandName(start, { type: 'removeNodes', nodeIds: ['a', 'b'] })).toBe('Delete 2 steps')
    expect(commandName(start, { type: 'layout', nodes: [] })).toBe('Tidy')
  })

  test('the inverse of an inverse is the change itself', () => {
    const changes = plan(start, { type: 'move', nodes: [{ id: 'a', position: { x: 5, y: 6 } }] })
    expect(invert(invert(changes))).toEqual(changes)
  })
})
