import { Flow, validateFlow } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import { templates } from '@quorum/nodes/templates'
import { expect, test } from 'vitest'
import { becoming } from '../document/becoming.ts'
import { applyChanges, invert, plan } from '../document/commands.ts'
import { stepUp, stepUpAt } from './stepUp.ts'

const lookup = { definition: definitionOf, behaviour: () => undefined }
const edge = (source: string, target: string, sourcePort = 'out') => ({
  id: `${source}-${target}`,
  source,
  sourcePort,
  target,
  targetPort: 'in',
})
const errors = (flow: Flow) => validateFlow(flow, lookup).filter(({ severity }) => severity === 'error')
const row = Flow.parse({
  format: 'quorum.flow/1',
  name: 'Row',
  nodes: [
    { id: 'in', kind: 'input', params: {} },
    { id: 'a', kind: 'agent', title: 'Reader', params: { system: 'You read.' } },
    { id: 'b', kind: 'agent', title: 'Writer', params: { system: 'You write.', model: 'simulated/fast' } },
    { id: 'out', kind: 'output', params: {} },
  ],
  edges: [edge('in', 'a'), edge('a', 'b'), edge('b', 'out')],
})
/** As the editor does it: by a command that can be undone. */
function up(flow: Flow, nodeId: string): Flow {
  const higher = stepUp(flow, nodeId)
  if (!higher) throw new Error('there is no step up')
  const changes = plan(flow, becoming(flow, higher.flow, 'Step up'))
  const after = applyChanges(flow, changes)
  expect(applyChanges(after, invert(changes))).toEqual(flow)
  expect(errors(after)).toEqual([])
  return after
}

test('agents in a row become branches, then specialists, then somebody heals them: the same people all the way', () => {
  const people = [
    { name: 'Reader', prompt: 'You read.' },
    { name: 'Writer', prompt: 'You write.', model: 'simulated/fast' },
  ]
  const beside = up(row, 'b')
  expect(beside.nodes.map(({ id, kind }) => `${id} ${kind}`)).toEqual(['in input', 'a fork-join', 'out output'])
  const specialists = up(beside, 'a')
  expect(specialists.nodes.find(({ id }) => id === 'a')).toMatchObject({ kind: 'coordinator-specialist' })
  for (const [flow, name] of [
    [beside, 'branches'],
    [specialists, 'specialists'],
  ] as const)
    expect(flow.nodes.find(({ id }) => id === 'a')?.params[name]).toMatchObject(people)
  const healed = up(specialists, 'a')
  const around = healed.nodes.find(({ kind }) => kind === 'self-healing')
  expect(healed.nodes.find(({ id }) => id === 'a')).toMatchObject({ parent: around?.id })
  expect(stepUp(healed, 'a')).toBeNull()
  expect(stepUp(healed, around?.id ?? '')).toBeNull()
})

test('the pattern pipeline keeps its stages as branches', () => {
  const found = templates.find(({ pattern }) => pattern === 'P01')
  const flow = Flow.parse(found?.flow)
  const before = flow.nodes.find(({ id }) => id === stepUpAt(flow))
  const after = up(flow, before?.id ?? '')
  const names = (list: unknown) => (list as { name: string }[]).map(({ name }) => name)
  const stages = definitionOf('pipeline')?.params.parse(before?.params) as { stages: unknown }
  expect(names(after.nodes.find(({ id }) => id === before?.id)?.params.branches)).toEqual(names(stages.stages))
})

test('an agent whose words need more than what reaches it stays where it is', () => {
  const bound = structuredClone(row)
  Object.assign(bound.nodes[2] as object, { params: { prompt: '{{ nodes.a }} and {{ input }}' } })
  expect(stepUp(bound, 'b')?.title).toBe('Self-Healing')
})
