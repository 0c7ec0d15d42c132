import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, plural, template, templateParams } from '../params.ts'
import { namesOf, people, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const moderatorPrompt =
  'You lead a conversation. Choose who should speak next so that it moves on: whoever can answer what was just asked, or has not been heard.'

export const Params = z.looseObject({
  participants: people(
    { title: 'Participants', description: 'They share one thread and speak one at a time.' },
    [
      { name: 'Ideas', prompt: 'You bring ideas: one new and concrete one each time you speak.' },
      {
        name: 'Critic',
        prompt: 'You look for what would go wrong with the last idea, and say what would make it work.',
      },
      { name: 'Builder', prompt: 'You turn what the others agree on into next steps that can be done this week.' },
    ],
    2,
  ),
  topic: task('Topic', 'What they talk about. {{ input }} is what reaches this node.'),
  selection: z.enum(['roundRobin', 'agent']).default('roundRobin').meta({
    title: 'Who speaks',
    description: 'roundRobin: in order. agent: a moderator chooses, one call more per turn.',
  }),
  moderator: z
    .looseObject({ model: model(), prompt: template('Instructions', 'How the speaker is chosen.', moderatorPrompt) })
    .default({ prompt: moderatorPrompt })
    .meta({ title: 'Moderator', description: 'Chooses who speaks next.', onlyFor: { selection: ['agent'] } }),
  allowRepeat: z
    .boolean()
    .default(false)
    .meta({
      title: 'May speak twice in a row',
      description: 'Else the moderator must choose somebody else.',
      onlyFor: { selection: ['agent'] },
    }),
  maxTurns: z.int().min(1).max(200).default(12).meta({ title: 'Turns', description: 'At most.' }),
  stop: z.enum(['everyone', 'phrase', 'turns']).default('everyone').meta({
    title: 'Ends when',
    description: 'everyone: all said the word in their last turn. phrase: anybody says it. turns: after the last turn.',
  }),
  phrase: z
    .string()
    .min(1)
    .max(100)
    .default('AGREED')
    .meta({
      title: 'The word',
      description: 'Written in a message, it means: settled.',
      onlyFor: { stop: ['everyone', 'phrase'] },
    }),
})
export type Params = z.infer<typeof Params>

/** One shared thread, one speaker at a time (CATALOGUE X04; AutoGen's group chat). */
export const groupChat = defineNode({
  kind: 'group-chat',
  title: 'Group Chat',
  category: 'agent',
  summary: 'Several agents talk in one thread, one at a time, until they agree or the turns are over.',
  aliases: [
    'roundtable',
    'round robin chat',
    'selector group chat',
    'conversation',
    'multi-agent chat',
    'meeting',
    'round-robin',
  ],
  icon: 'message-square',
  patternId: 'X04',
  cost: 'a call per turn, two with a moderator',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('conclusion'), port('thread', 'thread', 'list')] }),
  fact: ({ participants }) => plural(participants.length, 'participant'),
  rows: ({ participants, selection, maxTurns }) => [
    { label: 'Participants', value: namesOf(participants).join(', ') },
    { label: 'Who speaks', value: selection === 'agent' ? 'a moderator chooses' : 'in order' },
    { label: 'Turns', value: `at most ${maxTurns}` },
  ],
  width: 320,
  strip: true,
  verb: 'Talking',
  callsOut: () => true,
  templates: ({ participants, topic, moderator }) => [
    ...promptsOf('participants', participants),
    ...templateParams({ topic, 'moderator.prompt': moderator.prompt, 'moderator.model': moderator.model }),
  ],
  models: ({ participants, moderator, selection }) =>
    namedModels(...participants.map((one) => one.model), selection === 'agent' ? moderator.model : undefined),
  calls: ({ maxTurns, selection }) => maxTurns * (selection === 'agent' ? 2 : 1),
  expand,
  check: ({ participants }, node) => sameNames(node, 'participants', participants),
})
