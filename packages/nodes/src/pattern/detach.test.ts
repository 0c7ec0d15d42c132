import { detach, Flow, type ModelRequest, type Sandbox, type Value, validateFlow } from '@quorum/engine'
import '@quorum/engine/expressions'
import { world } from '@quorum/engine/testing'
import { describe, expect, test } from 'vitest'
import { definitionOf, definitions } from '../definitions.ts'
import { kit } from '../runners.ts'
import { templates } from '../templates.ts'
import { answer, toTheEnd } from './everyPattern.testing.ts'
import { flowAround } from './testing.ts'

const patterns = definitions
  .filter(({ expand, hidden }) => expand !== undefined && !hidden)
  .map((definition) => [definition.kind, definition] as const)
const input = ['one', 'two', 'three']
/** Code gives back the first thing it gets. */
const sandbox: Sandbox = {
  run: ({ input: given }) =>
    Promise.resolve({ value: Object.values(given as Record<string, Value>)[0] ?? null, log: [] }),
  render: () => Promise.reject(new Error('templates of the gallery are plain')),
}

/** The flow with one node laid open. */
function laidOpen(flow: Flow, id = 'p'): Flow {
  const open = detach(flow, id, { definition: definitionOf })
  if (!open) throw new Error(`“${id}” is no composite`)
  const mended = new Map(open.mentions.map((node) => [node.id, node]))
  return {
    ...flow,
    nodes: [...flow.nodes.filter((node) => node.id !== id).map((node) => mended.get(node.id) ?? node), ...open.nodes],
    edges: [...flow.edges.filter(({ source, target }) => source !== id && target !== id), ...open.edges],
  }
}

async function outcome(flow: Flow, given: Value = input) {
  const all = world({ kit, sandbox, answer: (request: ModelRequest): Value => answer(request) })
  await all.start(flow, given)
  const { status, output, error } = await toTheEnd(all)
  expect(all.bugs).toEqual([])
  return { status, output, error, calls: all.model.asked.length }
}

/** Lots are drawn by the path of the step that draws them: another order of the members, the same answer. */
const drawsLots = new Set(['council'])

test.each(patterns)('%s laid open is a sound flow with the same outcome for as many calls', async (_, definition) => {
  const flow = flowAround(definition)
  const open = laidOpen(flow)
  expect(validateFlow(open, kit).filter(({ severity }) => severity === 'error')).toEqual([])
  expect(Flow.safeParse(open).success).toBe(true)
  const [before, after] = [await outcome(flow), await outcome(open)]
  expect(before.status).toBe('completed')
  const main = definition.ports(definition.params.parse({})).outputs[0]?.id ?? ''
  if (!drawsLots.has(definition.kind)) return expect(after).toEqual(before)
  expect({ ...after, output: after.output?.[main] }).toEqual({ ...before, output: before.output?.[main] })
})

const composites = new Set(patterns.map(([kind]) => kind))
/** Each pattern as a template sets it, in a flow of other steps. */
const drawn = templates.flatMap(({ id, flow, sampleInput }) =>
  flow.nodes
    .filter(({ kind }) => composites.has(kind) && !drawsLots.has(kind))
    .map((node) => [`${id}: ${node.id}`, Flow.parse(flow), node.id, sampleInput as Value] as const),
)

test.each(drawn)(
  '%s laid open where it is drawn gives the same outcome for as many calls',
  async (_, flow, id, sample) => {
    const open = laidOpen(flow, id)
    expect(validateFlow(open, kit).filter(({ severity }) => severity === 'error')).toEqual([])
    const before = await outcome(flow, sample)
    expect(before.status).toBe('completed')
    expect(await outcome(open, sample)).toEqual(before)
  },
)

describe('what is around it', () => {
  const base = flowAround(definitionOf('debate') as (typeof definitions)[number])

  test('goes on to know its result by id', () => {
    const reader = { id: 'r', kind: 'template', position: { x: 0, y: 0 }, params: { text: 'So: {{ nodes.p }}!' } }
    const open = laidOpen({ ...base, nodes: [...base.nodes, reader] })
    expect(open.nodes.find(({ id }) => id === 'r')?.params.text).toBe('So: {{ nodes.p_close }}!')
  })

  test('a loop that comes back to it comes to one place', () => {
    const council = flowAround(definitionOf('fork-join') as (typeof definitions)[number])
    const first = council.edges.find(({ source, sourcePort }) => source === 'p' && sourcePort)
    const gate = { id: 'g', kind: 'gate', position: { x: 0, y: 0 }, params: { rule: { all: [] } } }
    const looped: Flow = {
      ...council,
      nodes: [...council.nodes, gate],
      edges: [
        ...council.edges,
        { id: 'to', source: 'p', sourcePort: first?.sourcePort, target: 'g', targetPort: 'in' },
        { id: 'back', source: 'g', sourcePort: 'fail', target: 'p', targetPort: 'in', maxRounds: 4 },
      ],
    }
    const open = laidOpen(looped)
    const codes = validateFlow(open, kit).map(({ code }) => code)
    expect(codes).not.toContain('loop-two-entries')
    expect(open.edges.filter(({ maxRounds }) => maxRounds === 4)).toHaveLength(1)
  })

  test('its tries go down to each call', () => {
    const open = laidOpen(flowAround(definitionOf('debate') as (typeof definitions)[number], {}, { attempts: 7 }))
    const judge = open.nodes.find(({ id }) => id === 'p_judge')
    expect(judge?.policy).toMatchObject({ attempts: 7 })
    expect(open.nodes.find(({ id }) => id === 'p_begin')?.policy).toBeUndefined()
  })

  test('what is no composite stays as it is', () => {
    expect(detach(base, 'q', { definition: definitionOf })).toBeNull()
  })
})
