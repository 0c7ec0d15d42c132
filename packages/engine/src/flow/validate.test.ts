import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acyclicFlow, flowOf, testKit } from '../testing/index.ts'
import { Flow } from './flow.ts'
import { validateFlow } from './validate.ts'

const codes = (json: unknown) => validateFlow(json, testKit).map((issue) => issue.code)
const errors = (json: unknown) => validateFlow(json, testKit).filter((issue) => issue.severity === 'error')

test('whatever JSON comes, validation answers with issues and never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => Array.isArray(validateFlow(json, testKit))),
    { numRuns: 2_000 },
  )
})

test('a flow with one spot replaced by anything is validated without throwing', () => {
  const spots = [
    'id',
    'kind',
    'params',
    'parent',
    'policy',
    'position',
    'title',
    'source',
    'target',
    'sourcePort',
    'maxRounds',
  ]
  fc.assert(
    fc.property(acyclicFlow(), fc.nat(20), fc.constantFrom(...spots), fc.jsonValue(), (flow, at, key, value) => {
      const mutant = JSON.parse(JSON.stringify(flow)) as {
        nodes: Record<string, unknown>[]
        edges: Record<string, unknown>[]
      }
      const list = [...mutant.nodes, ...mutant.edges]
      const target = list[at % list.length]
      if (target) target[key] = value
      return Array.isArray(validateFlow(mutant, testKit))
    }),
    { numRuns: 1_000 },
  )
})

test('unknown fields and unknown kinds survive parsing', () => {
  const flow = { ...flowOf({ a: 'mystery' }, []), extra: { deep: [1] } }
  expect(Flow.parse(JSON.parse(JSON.stringify(flow)))).toEqual(flow)
  expect(codes(flow)).toContain('unknown-kind')
})

test('an edge to nowhere, an unknown port and a doubled id are each said where they are', () => {
  const flow = flowOf({ a: 'pass', b: 'output' }, ['a>nowhere', 'a.side>b'])
  flow.nodes.push({ id: 'a', kind: 'pass', params: {}, position: { x: 0, y: 0 } })
  expect(validateFlow(flow, testKit)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: 'unknown-node', edgeId: 'e0', path: 'edges[0]' }),
      expect.objectContaining({ code: 'unknown-port', edgeId: 'e1', nodeId: 'a', port: 'side' }),
      expect.objectContaining({ code: 'duplicate-id', nodeId: 'a', path: 'nodes[2]' }),
    ]),
  )
})

test('a loop needs a gate to go back from and one place to be entered', () => {
  expect(
    codes(flowOf({ in: 'input', a: 'pass', b: 'pass', out: 'output' }, ['in>a', 'a>b', 'b>a', 'b>out'])),
  ).toContain('cycle')
  const twoEntries = flowOf({ in: 'input', a: 'pass', g: ['gate', { when: 'true' }], out: 'output' }, [
    'in>a',
    'in>g',
    'a>g',
    'g.fail>a',
    'g.pass>out',
  ])
  expect(errors(twoEntries)).toEqual([
    expect.objectContaining({ code: 'loop-two-entries', message: expect.stringContaining('“a”') }),
  ])
  expect(
    errors(
      flowOf({ in: 'input', a: 'pass', g: ['gate', { when: 'true' }], out: 'output' }, [
        'in>a',
        'a>g',
        'g.fail>a',
        'g.pass>out',
      ]),
    ),
  ).toEqual([])
})

test('a join that asks for more than can come is refused, one that may never fire is warned of, each with a fix', () => {
  const flow = flowOf({ a: 'pass', j: ['join', { need: 'n', n: 3 }], out: 'output' }, ['a>j', 'j>out'])
  expect(validateFlow(flow, testKit)).toContainEqual(
    expect.objectContaining({ code: 'join-needs-more', fix: expect.objectContaining({ name: 'n', value: 1 }) }),
  )
  const either = flowOf(
    { in: 'input', g: ['gate', { when: 'true' }], a: 'pass', j: ['join', { need: 'all' }], out: 'output' },
    ['in>g', 'g.pass>a', 'a>j', 'in>j', 'j>out'],
  )
  expect(validateFlow(either, testKit)).toContainEqual(
    expect.objectContaining({ code: 'join-may-never-fire', severity: 'warning' }),
  )
  const together = flowOf(
    { in: 'input', g: ['gate', { when: 'true' }], a: 'pass', b: 'pass', j: ['join', { need: 'all' }], out: 'output' },
    ['in>g', 'g.pass>a', 'g.pass>b', 'a>j', 'b>j', 'j>out'],
  )
  expect(codes(together)).not.toContain('join-may-never-fire')
})

test('a name that nothing before the node provides is an error before the run', () => {
  const gate = (when: string) =>
    flowOf({ q: 'input', g: ['gate', { when }], later: 'pass', out: 'output' }, ['q>g', 'g.pass>later', 'later>out'])
  expect(errors(gate('nodes.later == 1'))).toEqual([expect.objectContaining({ code: 'unknown-name', nodeId: 'g' })])
  expect(errors(gate('inptu.x == 1'))).toHaveLength(1)
  expect(errors(gate('item == 1'))).toHaveLength(1)
  expect(errors(gate('nodes.q.x == 1'))).toEqual([])
})

test('a body may not be empty, left through its border, or lie in itself', () => {
  expect(codes(flowOf({ l: ['list', { of: 1 }], p: 'pool' }, ['l>p']))).toContain('empty-body')
  expect(codes(flowOf({ a: 'pass', p: 'pool', w: ['pass', {}, { parent: 'p' }] }, ['a>w']))).toContain('crosses-border')
  expect(codes(flowOf({ p: ['pool', {}, { parent: 'q' }], q: ['pool', {}, { parent: 'p' }] }, []))).toContain('nesting')
})
