import { Flow, type ModelRequest, type NodeDefinition, portsOf, type Value } from '@quorum/engine'
import { flowOf, world } from '@quorum/engine/testing'
import { expect } from 'vitest'
import { definitionOf } from '../definitions.ts'
import { kit } from '../runners.ts'

/** A flow of one pattern whose every output port is an output of the run, under its own name. */
export function flowAround(definition: NodeDefinition, params: Record<string, unknown> = {}, policy = {}) {
  const parsed = definition.params.parse(params)
  const { outputs } = definition.ports(parsed)
  return Flow.parse({
    format: 'quorum.flow/1',
    name: 'Pattern',
    nodes: [
      { id: 'q', kind: 'input', params: {} },
      { id: 'p', kind: definition.kind, params, policy: { backoffMs: 0, attempts: 1, ...policy } },
      ...outputs.map(({ id }, i) => ({ id: `o${i}`, kind: 'output', params: { name: id } })),
    ],
    edges: [
      { id: 'in', source: 'q', target: 'p' },
      ...outputs.map(({ id }, i) => ({ id: `e${i}`, source: 'p', sourcePort: id, target: `o${i}` })),
    ],
  })
}

/** A flow of a container with one agent in it. */
export function withBody(definition: NodeDefinition, params: Record<string, unknown> = {}) {
  const [from] = definition.ports(definition.params.parse(params)).inner?.outputs ?? []
  return flowOf(
    {
      q: 'input',
      p: [definition.kind, params],
      a: ['agent', {}, { parent: 'p', policy: { attempts: 1 } }],
      out: 'output',
    },
    ['q>p', `p.${from?.id}>a`, 'a>p.result', 'p>out'],
  )
}

/** A model of a test: what it says to a request, `fail`, or nothing for a plain answer. */
export type Says = (request: ModelRequest, key: string) => Value | Promise<Value> | undefined

export const textOfRequest = ({ messages }: ModelRequest) => messages.map(({ content }) => content).join('\n')
export const systemOf = ({ messages }: ModelRequest) => messages.find(({ role }) => role === 'system')?.content ?? ''

/** Runs a pattern by itself to its end. */
export async function runPattern(
  definition: NodeDefinition,
  input: Value,
  {
    params = {},
    says = () => undefined,
    policy = {},
  }: { params?: Record<string, unknown>; says?: Says; policy?: object } = {},
) {
  const requests: { request: ModelRequest; key: string }[] = []
  const all = world({
    kit,
    answer: (request, key) => {
      requests.push({ request, key })
      return says(request, key) ?? 'An answer.'
    },
  })
  await all.start(flowAround(definition, params, policy), input)
  // Further tries are due after a wait, even if it is none.
  for (let i = 0; i < 10 && all.view().status === 'running'; i++) await all.clock.pass(10_000)
  expect(all.bugs).toEqual([])
  const view = all.view()
  return { all, view, node: view.nodes.p, output: view.output ?? {}, requests, calls: requests.length, log: all.log() }
}

/** Every kind, setting, edge and port of a composite's inside exists. */
export function expectSoundBody(definition: NodeDefinition, params: Record<string, unknown>): void {
  const parsed = definition.params.parse(params)
  const body = definition.expand?.(parsed)
  if (!body) throw new Error(`${definition.kind} has an inside`)
  const nodes = new Map(body.nodes.map((node) => [node.id, node]))
  expect(nodes.size).toBe(body.nodes.length)
  for (const node of body.nodes) {
    const inner = definitionOf(node.kind)
    expect(inner?.params.safeParse(node.params).success, `settings of ${node.id}`).toBe(true)
  }
  const portsAt = (id: string) => {
    const node = nodes.get(id)
    const inner = node && definitionOf(node.kind)
    return node && inner && portsOf({ position: { x: 0, y: 0 }, ...node }, inner)
  }
  const own = definition.ports(parsed)
  const ids = (list: readonly { id: string }[] | undefined) => list?.map(({ id }) => id)
  for (const edge of body.edges) {
    const [source, target] = [String(edge.source), String(edge.target)]
    const [sourcePort, targetPort] = [String(edge.sourcePort), String(edge.targetPort)]
    const inward = nodes.get(target)?.parent === source
    const outward = nodes.get(source)?.parent === target
    const outs = source === '@' ? own.inputs : inward ? portsAt(source)?.inner?.outputs : portsAt(source)?.outputs
    const ins = target === '@' ? own.outputs : outward ? portsAt(target)?.inner?.inputs : portsAt(target)?.inputs
    expect(ids(outs), `${source}.${sourcePort}`).toContain(sourcePort)
    expect([...(ids(ins) ?? []), ...(target === '@' ? ['record'] : [])], `${target}.${targetPort}`).toContain(
      targetPort,
    )
  }
  for (const { id } of own.outputs)
    expect(
      body.edges.some((edge) => edge.target === '@' && edge.targetPort === id),
      `output ${id}`,
    ).toBe(true)
}
