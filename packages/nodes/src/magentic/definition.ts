import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { namesOf, people, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const managerPrompt =
  'You lead a team towards a goal. You do no work yourself: you collect what is known, plan, watch the progress honestly, and say who does what next.'

export const Params = z.looseObject({
  goal: task('Goal', 'What is to be reached. {{ input }} is what reaches this node.'),
  team: people({ title: 'Team', description: 'The manager gives each round to one of them.' }, [
    {
      name: 'Researcher',
      prompt: 'You find out facts and name where they come from. Say plainly what you do not know.',
    },
    { name: 'Writer', prompt: 'You write texts from what is known: short, clear, for the reader named.' },
    { name: 'Checker', prompt: 'You check claims and numbers of others and say what does not hold.' },
  ]),
  manager: z
    .looseObject({ model: model(), prompt: template('Instructions', 'How the manager leads.', managerPrompt) })
    .default({ prompt: managerPrompt })
    .meta({ title: 'Manager', description: 'Keeps both ledgers and writes the result.' }),
  maxRounds: z.int().min(1).max(200).default(20).meta({ title: 'Rounds', description: 'At most.' }),
  maxStalls: z
    .int()
    .min(0)
    .max(20)
    .default(3)
    .meta({ title: 'Stalls', description: 'More rounds without progress than that, and it is planned anew.' }),
  maxResets: z
    .int()
    .min(0)
    .max(20)
    .default(2)
    .meta({ title: 'New plans', description: 'At most; then it ends with what there is.' }),
})
export type Params = z.infer<typeof Params>

/** A manager with a ledger of facts and one of progress (CATALOGUE X05; Fourney et al., Magentic-One, 2024). */
export const magentic = defineNode({
  kind: 'magentic',
  title: 'Ledger Manager (Magentic)',
  category: 'agent',
  summary: 'A manager notes facts and a plan, gives each round to one of the team, and plans anew when it stalls.',
  aliases: ['magentic', 'magentic-one', 'ledger', 'open-ended task', 'manager', 'task ledger'],
  icon: 'network',
  patternId: 'X05',
  cost: '3 + 2 × rounds + 2 × new plans',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('result'), port('ledgers', 'ledgers', 'json')] }),
  fact: ({ team }) => `team of ${team.length}`,
  rows: ({ team, maxRounds, maxStalls }) => [
    { label: 'Team', value: namesOf(team).join(', ') },
    { label: 'Rounds', value: `at most ${maxRounds}` },
    { label: 'Plans anew', value: `after ${maxStalls + 1} stalls` },
  ],
  width: 320,
  strip: true,
  verb: 'Leading the team',
  callsOut: () => true,
  templates: ({ goal, team, manager }) => [
    ...promptsOf('team', team),
    ...templateParams({ goal, 'manager.prompt': manager.prompt, 'manager.model': manager.model }),
  ],
  models: ({ team, manager }) => namedModels(manager.model, ...team.map((one) => one.model)),
  calls: ({ maxRounds, maxResets }) => 3 + 2 * maxRounds + 2 * maxResets,
  expand,
  member: (step) => (step === 'member' ? step : 'manager'),
  check: ({ team }, node) => sameNames(node, 'team', team),
})
