import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, plural, template, templateParams } from '../params.ts'
import { namesOf, people, promptsOf, sameNames } from '../pattern/people.ts'
import { expand } from './expand.ts'

const Role = (title: string, description: string, prompt: string) =>
  z
    .looseObject({ model: model(), prompt: template('Instructions', 'How to work.', prompt) })
    .prefault({})
    .meta({ title, description })

export const Params = z.looseObject({
  scouts: people({ title: 'Scouts', description: 'Look into the requirement at the same time.' }, [
    { name: 'Technical', prompt: 'You scout the technical side: what is there, what is hard, what it depends on.' },
    { name: 'Business', prompt: 'You scout the business side: who wants it, what it is worth, what may not happen.' },
    { name: 'Security', prompt: 'You scout for security: data, permissions, misuse.' },
  ]),
  scoutFailures: z.int().min(0).max(50).default(1).meta({
    title: 'Scouts that may fail',
    description: 'If more fail, all of it fails.',
  }),
  planner: Role(
    'Planner',
    'Makes the tasks.',
    'You plan. Make tasks that can be done at the same time from what the scouts found.',
  ),
  builder: Role(
    'Builders',
    'Each does one task.',
    'You build. Do one task of a plan completely and say what you made.',
  ),
  reviewer: Role(
    'Reviewer',
    'Judges all that was built.',
    'You are a strict but fair reviewer. Approve only what meets the requirement. For each task that must be done again name its number and what to mend.',
  ),
  deployer: Role(
    'Deployment',
    'Only if approved.',
    'You release what was built: write the release note and the steps that were taken.',
  ),
  maxTasks: z
    .int()
    .min(1)
    .max(10_000)
    .default(50)
    .meta({ title: 'Most tasks', description: 'A longer plan fails; it is not cut.' }),
  buildConcurrency: z
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .meta({ title: 'Builders at once', description: 'Tasks in work at a time.' }),
  rework: z.int().min(0).max(2).default(0).meta({
    title: 'Reworks',
    description: 'How often the tasks the reviewer names are done again before it ends without deployment.',
  }),
  deploy: z.enum(['human', 'agent', 'none']).default('human').meta({
    title: 'Deploy',
    description: 'human: a person approves, then the agent deploys. agent: at once. none: it ends with the review.',
  }),
})
export type Params = z.infer<typeof Params>

/** From idea to release in five phases (CATALOGUE P21). */
export const scoutPlanBuildReview = defineNode({
  kind: 'scout-plan-build-review',
  title: 'Scout-Plan-Build-Review',
  category: 'agent',
  summary: 'Scouts look around, a planner makes tasks, builders do them, a reviewer judges, then it is released.',
  aliases: ['scout', 'plan and build', 'feature team', 'software team', 'idea to release', 'research plan implement'],
  icon: 'telescope',
  patternId: 'P21',
  cost: 'scouts + T + 2 calls, 1 more to deploy; each rework: tasks redone + 1',
  params: Params,
  ports: () => ({ inputs: [port('in', 'requirement')], outputs: [port('phases', 'phases', 'json'), port('deployed')] }),
  fact: ({ scouts }) => plural(scouts.length, 'scout'),
  rows: ({ scouts, buildConcurrency, deploy }) => [
    { label: 'Scouts', value: namesOf(scouts).join(', ') },
    { label: 'Builders', value: `${buildConcurrency} at once` },
    { label: 'Deploy', value: { human: 'a person approves', agent: 'at once', none: 'no' }[deploy] },
  ],
  width: 320,
  strip: true,
  verb: 'Under way',
  callsOut: () => true,
  templates: ({ scouts, ...roles }) => [
    ...promptsOf('scouts', scouts),
    ...(['planner', 'builder', 'reviewer', 'deployer'] as const).flatMap((name) =>
      templateParams({ [`${name}.prompt`]: roles[name].prompt, [`${name}.model`]: roles[name].model }),
    ),
  ],
  models: ({ scouts, planner, builder, reviewer, deployer }) =>
    namedModels(...scouts.map(({ model }) => model), planner.model, builder.model, reviewer.model, deployer.model),
  expand,
  check: ({ scouts }, node) => sameNames(node, 'scouts', scouts),
})
