import type { Edge, Flow } from '@quorum/engine'
import { describe, expect, test } from 'vitest'
import { testKinds, testLookup, testNode } from '../testing/kinds.ts'
import { type Check, canConnect, firstFit, fittingTargets } from './connect.ts'
import { backEdges } from './graph.ts'

const edge = (id: string, from: string, to: string): Edge => {
  const [source = '', sourcePort] = from.split('.')
  const [target = '', targetPort] = to.split('.')
  return { id, source, target, ...(sourcePort ? { sourcePort } : {}), ...(targetPort ? { targetPort } : {}) }
}
const flow: Flow = {
  format: 'quorum.flow/1',
  name: 't',
  description: '',
  settings: {},
  notes: [],
  nodes: [
    testNode('in', 'input'),
    testNode('a', 'agent', { title: 'Draft' }),
    testNode('g', 'gate'),
    testNode('v', 'vote'),
    testNode('s', 'split'),
    testNode('p', 'pool'),
    testNode('w', 'agent', { parent: 'p' }),
    testNode('w2', 'gate', { parent: 'p' }),
    testNode('o', 'output'),
    testNode('old', 'telepathy'),
  ],
  edges: [
    edge('e1', 'in', 'a'),
    edge('e2', 'a.out', 'g.in'),
    edge('e3', 'g.pass', 'o.in'),
    edge('e4', 'p.item', 'w.in'),
    edge('e5', 'w.out', 'p.result'),
  ],
}
const check = (from: string, to: string): Check => {
  const [nodeId = '', portId = ''] = from.split('.')
  const [toNode = '', toPort = ''] = to.split('.')
  return canConnect(flow, { nodeId, portId }, { nodeId: toNode, portId: toPort }, testLookup)
}

describe('canConnect', () => {
  test.each([
    ['a.out', 'o.in', { ok: true, back: false }],
    ['g.fail', 'a.in', { ok: true, back: true }],
    ['old.out', 'o.in', { ok: true, back: false }],
    ['w.out', 'w2.in', { ok: true, back: false }],
    ['p.item', 'w2.in', { ok: true, back: false }],
    ['w2.pass', 'p.result', { ok: true, back: false }],
    ['p.item', 'p.result', { ok: true, back: false }],
    ['p.results', 'o.in', { ok: true, back: false }],
  ])('%s may go to %s', (from, to, wanted) => expect(check(from, to)).toEqual(wanted))

  test.each([
    ['a.out', 'a.in', /cannot feed itself/],
    ['g.pass', 'g.in', /cannot feed itself/],
    ['in.out', 'a.in', /connected already/],
    ['a.nothing', 'o.in', /no output “nothing”/],
    ['a.out', 'in.in', /no input “in”/],
    ['a.out', 'w.in', /cross the border of “For each”/],
    ['w.out', 'o.in', /cross the border of “For each”/],
    ['p.item', 'o.in', /cross the border/],
    ['a.out', 'p.result', /cross the border/],
  ])('%s may not go to %s', (from, to, reason) => {
    const answer = check(from, to)
    expect(answer.ok).toBe(false)
    expect(answer.ok ? '' : answer.reason).toMatch(reason)
  })

  test('a loop that nobody can end is refused, with what to do instead', () => {
    const looped: Flow = {
      ...flow,
      nodes: [...flow.nodes, testNode('b', 'agent')],
      edges: [...flow.edges, edge('e6', 'a', 'b')],
    }
    const answer = canConnect(looped, { nodeId: 'b', portId: 'out' }, { nodeId: 'a', portId: 'in' }, testLookup)
    expect(answer).toMatchObject({
      ok: false,
      reason: expect.stringContaining('loop'),
      fix: expect.stringContaining('gate'),
    })
  })

  test('the limit port is the way out of a loop, not the way back', () => {
    expect(check('g.limit', 'a.in').ok).toBe(false)
    expect(check('g.limit', 'v.in').ok).toBe(true)
  })

  test('types that differ are a warning in words, never a refusal', () => {
    expect(check('s.out', 'v.in')).toEqual({ ok: true, back: false, warning: '“Vote” wants a list; this gives text.' })
  })

  test('every kind × kind gets an answer with a reason when it is no', () => {
    for (const from of testKinds) {
      for (const to of testKinds) {
        const nodes = [testNode('x', from.kind), testNode('y', to.kind)]
        for (const out of [...from.ports({}).outputs, ...(from.ports({}).inner?.outputs ?? [])]) {
          for (const into of [...to.ports({}).inputs, ...(to.ports({}).inner?.inputs ?? [])]) {
            const answer = canConnect(
              { ...flow, nodes, edges: [] },
              { nodeId: 'x', portId: out.id },
              { nodeId: 'y', portId: into.id },
              testLookup,
            )
            if (!answer.ok) expect(answer.reason.length).toBeGreaterThan(10)
          }
        }
      }
    }
  })
})

test('fitting targets put ways forward before ways back', () => {
  const targets = fittingTargets(flow, { nodeId: 'g', portId: 'fail' }, testLookup)
  expect(targets.map(({ ref }) => ref.nodeId)).toEqual(['v', 's', 'p', 'o', 'old', 'a'])
})

test('an edge dropped on a step takes its first fitting input', () => {
  expect(firstFit(flow, { nodeId: 'a', portId: 'out' }, 'v', testLookup)).toEqual({ nodeId: 'v', portId: 'in' })
  expect(firstFit(flow, { nodeId: 'a', portId: 'out' }, 'in', testLookup)).toBeNull()
})

test('a back edge is the one that closes the cycle, not the way there', () => {
  const looped: Flow = { ...flow, edges: [edge('back', 'g.fail', 'a.in'), ...flow.edges] }
  expect([...backEdges(looped, testLookup)]).toEqual(['back'])
  expect([...backEdges(flow, testLookup)]).toEqual([])
})
