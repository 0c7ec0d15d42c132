import { type Edge, extract, Flow, type FlowNode, validateFlow } from '@quorum/engine'
import '@quorum/engine/expressions'
import { world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { definitionOf } from '../definitions.ts'
import { kit } from '../runners.ts'

const node = (id: string, kind: string, params: Record<string, unknown> = {}, more: Partial<FlowNode> = {}) => ({
  id,
  kind,
  position: { x: 0, y: 0 },
  params,
  ...more,
})
const flowOf = (nodes: object[], lines: string[]): Flow =>
  Flow.parse({
    format: 'quorum.flow/1',
    name: 'Whole',
    nodes,
    edges: lines.map((line, i) => {
      const [from = '', to = ''] = line.split('>')
      const [source, sourcePort] = from.split('.')
      const [target, targetPort] = to.split('.')
      return {
        id: `l${i}`,
        source,
        target,
        ...(sourcePort ? { sourcePort } : {}),
        ...(targetPort ? { targetPort } : {}),
      }
    }),
  })

const text = (id: string, mark: string, more?: Partial<FlowNode>) =>
  node(id, 'template', { text: `${mark}({{ input }})` }, more)
const line = flowOf(
  [node('q', 'input'), text('a', 'A'), text('b', 'B'), text('c', 'C'), node('o', 'output')],
  ['q>a', 'a>b', 'b>c', 'c>o'],
)

async function outcome(flow: Flow, callees: Record<string, Flow> = {}) {
  const all = world({ kit, answer: () => 'An answer.' })
  await all.start(flow, 'x', 'r', null, callees)
  await all.clock.settle()
  return all.view().output
}

/** What the editor does with it: the call in the place of what went. */
function called(flow: Flow, ids: string[]): { flow: Flow; callee: Flow } {
  const taken = extract(flow, ids, { definition: definitionOf }, 'Part')
  if (!taken.ok) throw new Error(taken.reason)
  const { gone, parent, ins, outs } = taken
  const call = node('call', 'call', { flowId: 'part' }, parent === undefined ? {} : { parent })
  const edges: Edge[] = [
    ...flow.edges.filter(({ source, target }) => !gone.has(source) && !gone.has(target)),
    ...ins.map((from, i) => ({ id: `in${i}`, ...from, target: 'call', targetPort: 'in' })),
    ...outs.map((to, i) => ({ id: `out${i}`, source: 'call', sourcePort: 'out', ...to })),
  ]
  return {
    flow: { ...flow, nodes: [...flow.nodes.filter(({ id }) => !gone.has(id)), call], edges },
    callee: taken.flow,
  }
}
const why = (flow: Flow, ids: string[]): string => {
  const taken = extract(flow, ids, { definition: definitionOf }, 'Part')
  return taken.ok ? '' : taken.reason
}

test('steps in the middle become a flow of their own with the same result', async () => {
  const { flow, callee } = called(line, ['a', 'b'])
  expect(validateFlow(callee, kit).filter(({ severity }) => severity !== 'info')).toEqual([])
  expect(await outcome(flow, { part: callee })).toEqual(await outcome(line))
})

test('the only step of a body may go, too: the body goes on to feed the call', async () => {
  const pool = flowOf(
    [node('q', 'input'), node('p', 'pool'), text('a', 'A', { parent: 'p' }), node('o', 'output')],
    ['q>p', 'p>o'],
  )
  const { flow, callee } = called(pool, ['a'])
  expect(flow.nodes.find(({ id }) => id === 'call')?.parent).toBe('p')
  const all = world({ kit, answer: () => 'An answer.' })
  await all.start(flow, ['x', 'y'], 'r', null, { part: callee })
  await all.clock.settle()
  expect(all.view().output).toEqual({ result: ['A(x)', 'A(y)'] })
})

test('a container takes its body along', () => {
  const pool = flowOf(
    [node('q', 'input'), node('p', 'pool'), text('a', 'A', { parent: 'p' }), node('o', 'output')],
    ['q>p', 'p>o'],
  )
  const { callee } = called(pool, ['p'])
  expect(callee.nodes.find(({ id }) => id === 'a')?.parent).toBe('p')
})

test('two ways in or out, and names that stay behind, are said with what to do', () => {
  const two = flowOf(
    [node('q', 'input'), text('a', 'A'), text('b', 'B'), text('c', 'C'), node('o', 'output')],
    ['q>a', 'q>b', 'a>c', 'b>c', 'c>o'],
  )
  expect(why(two, ['c'])).toMatch(/fed from 2 places: “Text” \(out\), “Text” \(out\)/)
  expect(why(two, ['a', 'b'])).toMatch(/lead on from 2 places/)
  expect(why(two, ['q', 'a'])).toMatch(/begins or ends/)
  const mentions = flowOf(
    [node('q', 'input'), text('a', 'A'), node('b', 'template', { text: '{{ nodes.q }}' }), node('o', 'output')],
    ['q>a', 'a>b', 'b>o'],
  )
  expect(why(mentions, ['a', 'b'])).toMatch(/mentions “Input”/)
  expect(why(mentions, ['a'])).toBe('')
})
