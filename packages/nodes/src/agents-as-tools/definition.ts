import { defineNode, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { duplicates, issue, model, namedModels, plural, template, templateParams } from '../params.ts'
import { promptsOf, task } from '../pattern/people.ts'
import { expand } from './expand.ts'
import { toolName } from './toolName.ts'

const Specialist = z.looseObject({
  name: z.string().min(1).max(64).meta({ title: 'Name', description: 'How the manager calls it.' }),
  description: z
    .string()
    .max(2_000)
    .default('')
    .meta({ title: 'Good at', description: 'The manager decides by this sentence whom to ask.' }),
  model: model(),
  prompt: template('Instructions', 'Who this is and how it should work.'),
})

export const Params = z.looseObject({
  prompt: task('Request'),
  manager: z
    .looseObject({
      model: model(),
      prompt: template(
        'Instructions',
        'How to lead.',
        'You lead a team of specialists. Ask those who can help, each a question that says everything they have to know, and write the answer yourself.',
      ),
    })
    .prefault({})
    .meta({ title: 'Manager', description: 'Keeps control, and alone answers.' }),
  specialists: z
    .array(Specialist)
    .min(1)
    .max(32)
    .default([
      {
        name: 'Researcher',
        description: 'Finds facts and figures.',
        prompt: 'You find facts. Give sources or say that you have none.',
      },
      {
        name: 'Critic',
        description: 'Finds what is wrong with a claim or a plan.',
        prompt: 'You look for what is wrong, and say it briefly.',
      },
      { name: 'Writer', description: 'Puts things into clear words.', prompt: 'You write clearly and briefly.' },
    ])
    .meta({ title: 'Specialists', description: 'Called by the manager like tools, several at once if it likes.' }),
  maxTurns: z.int().min(2).max(100).default(10).meta({
    title: 'Turns of the manager',
    description: 'The last one must be its answer.',
  }),
})
export type Params = z.infer<typeof Params>

/** One manager calls specialists like functions and alone answers (CATALOGUE X03). */
export const agentsAsTools = defineNode({
  kind: 'agents-as-tools',
  title: 'Manager with specialists',
  category: 'agent',
  summary: 'A manager asks specialists whenever it needs them, keeps control, and writes the answer itself.',
  aliases: ['agents as tools', 'manager', 'experts', 'sub-agents', 'delegate', 'hub', 'team'],
  icon: 'user-cog',
  patternId: 'X03',
  cost: 'turns + calls of specialists',
  params: Params,
  ports: () => ({ inputs: [port('in', 'request')], outputs: [port('answer'), port('calls', 'calls', 'list')] }),
  fact: ({ specialists }) => plural(specialists.length, 'specialist'),
  rows: ({ specialists, maxTurns }) => [
    { label: 'Specialists', value: specialists.map(({ name }) => name).join(', ') },
    { label: 'Turns', value: `at most ${maxTurns}` },
  ],
  width: 320,
  strip: true,
  verb: 'Managing',
  callsOut: () => true,
  templates: ({ prompt, manager, specialists }) => [
    ...templateParams({ prompt, 'manager.prompt': manager.prompt, 'manager.model': manager.model }),
    ...promptsOf('specialists', specialists).map((text) => ({ ...text, own: ['input'] })),
  ],
  models: ({ manager, specialists }) => namedModels(manager.model, ...specialists.map((one) => one.model)),
  expand,
  check: ({ specialists }, node: FlowNode) =>
    duplicates(specialists.map(({ name }) => toolName(name))).map((name) =>
      issue(node, 'duplicate-name', 'specialists', `Two specialists are called “${name}”. Rename one.`),
    ),
})
