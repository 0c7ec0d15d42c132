import { defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { issue, model, namedModels, template, templateParams } from '../params.ts'
import { namesOf, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const Owner = z.looseObject({
  name: z.string().min(1).max(64).meta({ title: 'Name', description: 'Others hand over to this name.' }),
  model: model(),
  prompt: template('Instructions', 'What this agent can do, and when it should hand over.'),
  to: z
    .array(z.string())
    .max(50)
    .default([])
    .meta({ title: 'May hand over to', description: 'Names of others. Empty: to everybody.' }),
})
export type Owner = z.infer<typeof Owner>

const initial = [
  {
    name: 'Reception',
    prompt: 'You greet and find out what this is about. Hand over to whoever can solve it.',
    to: [],
  },
  {
    name: 'Billing',
    prompt: 'You solve everything about invoices, payments and refunds. Hand anything else over.',
    to: [],
  },
  { name: 'Technical', prompt: 'You solve faults and questions of use. Hand anything about money over.', to: [] },
]

export const Params = z.looseObject({
  agents: z
    .array(Owner)
    .min(2)
    .max(30)
    .default(initial as Owner[])
    .meta({ title: 'Agents', description: 'The first one begins. Whoever has it answers, or hands it over.' }),
  message: task('Message', 'What has to be answered. {{ input }} is what reaches this node.'),
  maxHandoffs: z.int().min(1).max(100).default(10).meta({ title: 'Handovers', description: 'At most.' }),
  history: z.enum(['full', 'note']).default('full').meta({
    title: 'Hand over',
    description: 'full: everything said so far. note: the message and the last note only.',
  }),
  pingPongLimit: z.int().min(1).max(20).default(2).meta({
    title: 'Back and forth',
    description: 'So often two may hand it back to each other; then whoever has it must decide otherwise.',
  }),
})
export type Params = z.infer<typeof Params>

/** Control passes from agent to agent until one answers (CATALOGUE X02; OpenAI Agents SDK, AutoGen swarm). */
export const handoff = defineNode({
  kind: 'handoff',
  title: 'Handoff',
  category: 'agent',
  summary: 'One agent has the conversation at a time: it answers, or hands over to somebody who can.',
  aliases: ['handoffs', 'transfer', 'triage agents', 'swarm of agents', 'delegate control', 'routing agents', 'baton'],
  icon: 'route',
  patternId: 'X02',
  cost: 'handovers + 1 calls',
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('answer'), port('owner'), port('path', 'path', 'list'), port('escalate', 'escalate', 'json')],
  }),
  fact: ({ agents }) => `${agents.length} agents`,
  rows: ({ agents, maxHandoffs }) => [
    { label: 'Agents', value: namesOf(agents).join(', ') },
    { label: 'Handovers', value: `at most ${maxHandoffs}` },
  ],
  width: 320,
  strip: true,
  verb: 'Handing over',
  callsOut: () => true,
  templates: ({ agents, message }) => [...promptsOf('agents', agents), ...templateParams({ message })],
  models: ({ agents }) => namedModels(...agents.map((agent) => agent.model)),
  calls: ({ maxHandoffs }) => maxHandoffs + 1,
  chances: () => ({ exclusive: true, ports: { answer: 0.95, escalate: 0.05 } }),
  expand,
  check,
})

function check({ agents }: Params, node: FlowNode): FlowIssue[] {
  const names = new Set(namesOf(agents))
  const unknown = agents.flatMap(({ name, to }, i) =>
    to
      .filter((target) => !names.has(target) || target === name)
      .map((target) =>
        issue(
          node,
          'unknown-name',
          `agents[${i}].to`,
          `“${name}” cannot hand over to “${target}”. Use the name of another agent.`,
        ),
      ),
  )
  return [...sameNames(node, 'agents', agents), ...unknown]
}
