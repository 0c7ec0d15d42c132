import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acyclicFlow, flowOf, testKit } from '../testing/index.ts'
import { Flow } from './flow.ts'
import type { Fix } from './issue.ts'
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

/** What the editor does when people take the mend. */
function mended(flow: Flow, fix: Fix): Flow {
  const nodes = (id: string, change: (node: Flow['nodes'][number]) => Flow['nodes'][number]) => ({
    ...flow,
    nodes: flow.nodes.map((node) => (node.id === id ? change(node) : node)),
  })
  switch (fix.type) {
    case 'setParam':
      return nodes(fix.nodeId, (node) => ({ ...node, params: { ...node.params, [fix.name]: fix.value } }))
    case 'setNode':
      return nodes(fix.nodeId, (node) => ({ ...node, ...fix.patch }))
    case 'removeEdge':
      return { ...flow, edges: flow.edges.filter(({ id }) => id !== fix.edgeId) }
    case 'addEdge':
      return { ...flow, edges: [...flow.edges, { ...fix.edge, id: 'mend' } as Flow['edges'][number]] }
    case 'updateEdge':
      return { ...flow, edges: flow.edges.map((edge) => (edge.id === fix.edgeId ? { ...edge, ...fix.patch } : edge)) }
  }
}

const each = ['join', { need: 'each' }] as const
const collect = ['join', { need: 'collect' }] as const
const gate = ['gate', { when: 'true' }] as const
const poor: Record<string, readonly [code: string, nodeId: string, flow: Flow]> = {
  'a cycle with two entries': [
    'loop-two-entries',
    'a',
    flowOf({ in: 'input', a: 'pass', g: gate, out: 'output' }, ['in>a', 'in>g', 'a>g', 'g.fail>a', 'g.pass>out']),
  ],
  'two joins that feed each other': [
    'loop-two-entries',
    'j',
    flowOf({ in: 'input', a: 'pass', b: 'pass', j: 'join', k: 'join', out: 'output' }, [
      'in>a',
      'in>b',
      'a>j',
      'b>k',
      'j>k',
      'k>j',
      'k>out',
    ]),
  ],
  'an endless loop': ['cycle', 'b', flowOf({ in: 'input', a: 'pass', b: 'pass' }, ['in>a', 'a>b', 'b>a'])],
  'a loop nothing leads into': [
    'loop-no-entry',
    'a',
    flowOf({ in: 'input', a: 'pass', g: gate, out: 'output' }, ['a>g', 'g.fail>a', 'in>out']),
  ],
  'a join that waits for both of two alternatives': [
    'join-may-never-fire',
    'j',
    flowOf({ in: 'input', g: gate, a: 'pass', b: 'pass', j: ['join', { need: 'all' }], out: 'output' }, [
      'in>g',
      'g.pass>a',
      'g.fail>b',
      'a>j',
      'b>j',
      'j>out',
    ]),
  ],
  'one of two that both come': [
    'join-second-live',
    'j',
    flowOf({ in: 'input', a: 'pass', b: 'pass', j: ['join', { need: 'one' }], out: 'output' }, [
      'in>a',
      'in>b',
      'a>j',
      'b>j',
      'j>out',
    ]),
  ],
  'a join that needs more than it has': [
    'join-needs-more',
    'j',
    flowOf({ in: 'input', j: ['join', { need: 'n', n: 3 }], out: 'output' }, ['in>j', 'j>out']),
  ],
  'each that is never closed': [
    'each-not-closed',
    'e',
    flowOf({ in: 'input', a: 'pass', b: 'pass', e: each, x: 'pass', out: 'output' }, [
      'in>a',
      'in>b',
      'a>e',
      'b>e',
      'e>x',
      'x>out',
    ]),
  ],
  'each whose branches come together in a join that does not collect': [
    'each-not-closed',
    'e',
    flowOf({ in: 'input', a: 'pass', e: each, x: 'pass', j: 'join', out: 'output' }, [
      'in>a',
      'a>e',
      'in>e',
      'e>x',
      'x>j',
      'j>out',
    ]),
  ],
  'inputs from different scopes': [
    'mixed-threads',
    'g',
    flowOf({ in: 'input', a: 'pass', e: each, x: 'pass', g: collect, out: 'output' }, [
      'in>a',
      'a>e',
      'in>e',
      'e>x',
      'x>g',
      'a>g',
      'g>out',
    ]),
  ],
  'a loop that goes back to each': [
    'loop-into-each',
    'e',
    flowOf({ in: 'input', a: 'pass', e: each, x: 'pass', g: collect, k: gate, out: 'output' }, [
      'in>a',
      'a>e',
      'in>e',
      'e>x',
      'x>g',
      'g>k',
      'k.fail>e',
      'k.pass>out',
    ]),
  ],
  'a node nothing leads to': [
    'no-input',
    'lost',
    flowOf({ in: 'input', lost: 'pass', out: 'output' }, ['in>out', 'lost>out']),
  ],
}

test.each(Object.entries(poor))('%s is told, on its node, with a mend that mends it', (_, [code, nodeId, flow]) => {
  const found = validateFlow(flow, testKit).find((issue) => issue.code === code)
  expect(found).toMatchObject({ code, nodeId, severity: expect.stringMatching(/error|warning/) })
  const after = mended(flow, found?.fix as Fix)
  expect(codes(after)).not.toContain(code)
  expect(errors(after)).toEqual([])
})

test('what runs once per branch is known by name in these branches only', () => {
  const flow = (at: 'x' | 'after') =>
    flowOf(
      {
        in: 'input',
        e: each,
        a: 'pass',
        x: ['gate', { when: at === 'x' ? 'nodes.a == item && index == 0' : 'true' }],
        g: collect,
        after: ['gate', { when: at === 'after' ? 'nodes.a == 1' : 'true' }],
        out: 'output',
      },
      ['in>e', 'e>a', 'a>x', 'x.pass>g', 'g>after', 'after.pass>out'],
    )
  expect(errors(flow('x'))).toEqual([])
  expect(errors(flow('after'))).toEqual([expect.objectContaining({ code: 'unknown-name', nodeId: 'after' })])
})
