import { defineNode, type NodeDefinition, port, type TemplateParam } from '@quorum/engine'
import { z } from 'zod'
import { templateParams } from '../params.ts'

/** The kinds a council is made of. They exist only inside it. */
function stage<Shape extends z.ZodRawShape>(
  kind: string,
  title: string,
  summary: string,
  options: {
    readonly params?: Shape
    readonly inputs: readonly string[]
    readonly outputs: readonly string[]
    readonly callsOut?: boolean
    readonly verb?: string
    readonly templates?: (params: z.infer<z.ZodObject<Shape>>) => readonly TemplateParam[]
  },
) {
  const params = z.looseObject(options.params ?? ({} as Shape))
  const definition: NodeDefinition<z.infer<typeof params>> = defineNode({
    kind,
    title,
    summary,
    category: 'decide',
    icon: 'users',
    hidden: true,
    params,
    ports: () => ({ inputs: options.inputs.map((id) => port(id)), outputs: options.outputs.map((id) => port(id)) }),
    callsOut: () => options.callsOut ?? false,
    chances: () => ({ exclusive: false, ports: {} }),
    ...(options.verb ? { verb: options.verb } : {}),
    ...(options.templates
      ? { templates: options.templates as NodeDefinition<z.infer<typeof params>>['templates'] }
      : {}),
  })
  return definition
}

const members = z.array(
  z.looseObject({ name: z.string(), model: z.string().optional(), prompt: z.string().default('') }),
)
/** The texts a council fills in, before any member is asked. */
export const textsOf = ({ members, question }: { members: readonly { prompt: string }[]; question: string }) =>
  templateParams({ question, ...Object.fromEntries(members.map(({ prompt }, i) => [`members[${i}].prompt`, prompt])) })

export const open = stage('council-open', 'Question', 'Writes down what each member is asked.', {
  params: { members, question: z.string() },
  inputs: ['in'],
  outputs: ['items'],
  templates: ({ members, question }) => textsOf({ members, question }),
})

export const member = stage('council-member', 'Member', 'Answers the question.', {
  inputs: ['in'],
  outputs: ['out'],
  callsOut: true,
  verb: 'Answering',
})

export const anonymise = stage('council-anonymise', 'Labels', 'Takes the names off the answers.', {
  params: { members, review: z.enum(['others', 'all']), minAnswers: z.int() },
  inputs: ['outcomes', 'items'],
  outputs: ['tasks', 'sitting'],
})

export const reviewer = stage('council-reviewer', 'Reviewer', 'Ranks the answers it is shown.', {
  inputs: ['in'],
  outputs: ['out'],
  callsOut: true,
  verb: 'Reviewing',
})

export const ballots = stage('council-ballots', 'Ballots', 'Makes ballots of the reviews.', {
  params: { members },
  inputs: ['outcomes', 'tasks', 'sitting'],
  outputs: ['vote', 'reviews', 'revisions'],
})

export const reviser = stage('council-reviser', 'Revision', 'Improves an answer with the reviews of it.', {
  inputs: ['in'],
  outputs: ['out'],
  callsOut: true,
  verb: 'Revising',
})

export const brief = stage('council-brief', 'Brief', 'Puts together what the chair reads.', {
  params: { minBallots: z.int(), model: z.string() },
  inputs: ['tally', 'reviews', 'sitting', 'revisions'],
  outputs: ['out', 'state'],
})

export const chair = stage('council-chair', 'Chair', 'Writes the final answer.', {
  inputs: ['in'],
  outputs: ['out'],
  callsOut: true,
  verb: 'Writing',
})

export const close = stage('council-close', 'Result', 'Gives the answer, the ranking and who was who.', {
  params: { onChairFailure: z.enum(['topAnswer', 'fail']) },
  inputs: ['state', 'chair'],
  outputs: ['answer', 'ranking', 'dissent', 'answers', 'ballots', 'labels', 'record'],
})
