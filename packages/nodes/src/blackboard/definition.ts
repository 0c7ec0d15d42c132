import { defineNode, type FlowIssue, type FlowNode, port, When } from '@quorum/engine'
import { z } from 'zod'
import { issue, model, namedModels, plural, template, templateParams } from '../params.ts'
import { namesOf, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const entry = (title: string, description: string) => z.string().min(1).max(64).meta({ title, description })

const Expert = z.looseObject({
  name: z.string().min(1).max(64).meta({ title: 'Name', description: 'Shown next to what it writes.' }),
  model: model(),
  prompt: template('Instructions', 'What this expert adds to the board.'),
  needs: z
    .array(z.string().min(1).max(64))
    .max(20)
    .default([])
    .meta({ title: 'Needs', description: 'Entries that must be on the board first. Empty: it watches all of it.' }),
  when: When.optional().meta({
    title: 'And only if',
    description: 'Over board, whose fields are the entries: board.causes. Empty: always.',
    widget: 'condition',
  }),
  writes: entry('Writes to', 'The entry its answer goes to.'),
  how: z
    .enum(['append', 'last'])
    .default('append')
    .meta({ title: 'How', description: 'append: next to what is there. last: in its place.' }),
})
export type Expert = z.infer<typeof Expert>

const initial = [
  {
    name: 'Observer',
    prompt: 'You pick out of the facts what is unusual: one symptom per line, no explanation.',
    needs: ['facts'],
    writes: 'symptoms',
    how: 'append' as const,
  },
  {
    name: 'Engineer',
    prompt: 'You name the technical cause that explains the symptoms best, and how to test it.',
    needs: ['symptoms'],
    writes: 'causes',
    how: 'append' as const,
  },
  {
    name: 'Historian',
    prompt: 'You say what changed lately, or happened before, that would explain the symptoms.',
    needs: ['symptoms'],
    writes: 'causes',
    how: 'append' as const,
  },
  {
    name: 'Diagnostician',
    prompt: 'You weigh the causes against each other and give one diagnosis with its next step.',
    needs: ['causes'],
    when: 'size(board.causes) >= 2',
    writes: 'diagnosis',
    how: 'last' as const,
  },
]

export const Params = z.looseObject({
  facts: task('Facts', 'What the board starts with, as its entry “facts”. {{ input }} is what reaches this node.'),
  experts: z
    .array(Expert)
    .min(1)
    .max(50)
    .default(initial)
    .meta({ title: 'Experts', description: 'Each acts when what it needs is on the board. The first go first.' }),
  answer: entry('The answer is', 'The entry that everybody works towards.').default('diagnosis'),
  goal: When.optional().meta({
    title: 'Ends when',
    description: 'Over board. Empty: as soon as the answer is on it.',
    widget: 'condition',
  }),
  selection: z.enum(['priority', 'all']).default('priority').meta({
    title: 'Who acts',
    description: 'priority: the first in the list who can. all: everybody who can, at the same time.',
  }),
  maxSteps: z.int().min(1).max(500).default(50).meta({ title: 'Steps', description: 'So often experts act in all.' }),
  quietRounds: z.int().min(1).max(20).default(1).meta({
    title: 'Quiet rounds',
    description: 'It ends when so often in a row nobody who can act has anything new.',
  }),
})
export type Params = z.infer<typeof Params>

/** Experts act on a shared board when their condition holds (CATALOGUE X17; Hayes-Roth, A Blackboard Architecture, 1985). */
export const blackboard = defineNode({
  kind: 'blackboard',
  title: 'Blackboard',
  category: 'agent',
  summary: 'Experts share a board: each adds to it once what it needs is there, until the answer is on it.',
  aliases: ['shared board', 'whiteboard', 'knowledge sources', 'opportunistic', 'shared state', 'diagnosis'],
  icon: 'sticky-note',
  patternId: 'X17',
  cost: 'a call per step',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('answer'), port('board', 'board', 'json')] }),
  fact: ({ experts }) => plural(experts.length, 'expert'),
  rows: ({ experts, answer, selection }) => [
    { label: 'Experts', value: namesOf(experts).join(', ') },
    { label: 'Answer', value: answer },
    { label: 'Who acts', value: selection === 'all' ? 'all who can' : 'the first who can' },
  ],
  width: 320,
  strip: true,
  verb: 'At the board',
  callsOut: () => true,
  templates: ({ experts, facts }) => [...promptsOf('experts', experts), ...templateParams({ facts })],
  conditions: ({ experts, goal }) => [
    ...experts.flatMap(({ when }, i) => (when === undefined ? [] : [{ path: `experts[${i}].when`, when, own }])),
    ...(goal === undefined ? [] : [{ path: 'goal', when: goal, own }]),
  ],
  models: ({ experts }) => namedModels(...experts.map((one) => one.model)),
  // An expert acts again when what it needs has changed: twice each is a guess, `maxSteps` the bound.
  calls: ({ experts, maxSteps }) => Math.min(maxSteps, 2 * experts.length),
  expand,
  check,
})

const own = ['board']

function check({ experts, answer, goal }: Params, node: FlowNode): FlowIssue[] {
  const written = new Set(['facts', ...experts.map(({ writes }) => writes)])
  const nobody = experts.flatMap(({ name, needs }, i) =>
    needs
      .filter((need) => !written.has(need))
      .map((need) =>
        issue(
          node,
          'unknown-name',
          `experts[${i}].needs`,
          `“${name}” waits for “${need}”, which nobody writes. Use “facts” or an entry another expert writes.`,
        ),
      ),
  )
  const never =
    goal === undefined && !written.has(answer)
      ? [issue(node, 'unknown-name', 'answer', `Nobody writes “${answer}”. Use an entry that an expert writes.`)]
      : []
  const both = experts.filter(({ writes, how }) => experts.some((two) => two.writes === writes && two.how !== how))
  const mixed = both
    .slice(0, 1)
    .map(({ writes }) =>
      issue(node, 'duplicate-name', 'experts', `Some append to “${writes}” and others replace it. Choose one way.`),
    )
  return [...sameNames(node, 'experts', experts), ...nobody, ...never, ...mixed]
}
