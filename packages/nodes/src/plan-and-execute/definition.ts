import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const prompts = {
  planner: 'You plan how to reach a goal: a short list of steps in order, each a task one person can do.',
  executor: 'You do one step of a plan. Give the result of this step only, short and concrete.',
  replanner:
    'You mend a plan. What is done stays done. List only the steps that are still to do, in order; none if the goal is reached.',
  finisher: 'You write the result of a plan that was carried out: what was reached, and what was not.',
}

const role = (title: string, description: string, prompt: string) =>
  z
    .looseObject({ model: model(), prompt: template('Instructions', 'Who this is and how it should work.', prompt) })
    .default({ prompt })
    .meta({ title, description })

export const Params = z.looseObject({
  goal: task('Goal', 'What is to be reached. {{ input }} is what reaches this node.'),
  planner: role('Planner', 'Makes the list of steps.', prompts.planner),
  executor: role('Executor', 'Does one step at a time. A cheaper model will often do.', prompts.executor),
  replanner: role('Replanner', 'Mends the rest of the plan.', prompts.replanner),
  finisher: role('Finisher', 'Writes the result.', prompts.finisher),
  replan: z.enum(['onFailure', 'everyStep']).default('onFailure').meta({
    title: 'Plan anew',
    description: 'onFailure: when a step fails. everyStep: after each step, one call more each.',
  }),
  maxSteps: z.int().min(1).max(200).default(20).meta({ title: 'Steps', description: 'At most, in all.' }),
  maxReplans: z
    .int()
    .min(0)
    .max(20)
    .default(3)
    .meta({ title: 'Failed steps', description: 'So many may fail before the node does.' }),
})
export type Params = z.infer<typeof Params>

/** A plan, step by step, mended on the way (CATALOGUE X08; Wang et al., Plan-and-Solve, 2023). */
export const planAndExecute = defineNode({
  kind: 'plan-and-execute',
  title: 'Plan and Execute',
  category: 'agent',
  summary: 'Makes a list of steps, does them in order, and plans the rest anew when one fails.',
  aliases: ['planner', 'plan and solve', 'planner executor', 'todo list', 'replanning'],
  icon: 'list-checks',
  patternId: 'X08',
  cost: '2 + steps + replans calls',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('result'), port('plans', 'plans', 'list')] }),
  fact: ({ maxSteps }) => `at most ${maxSteps} steps`,
  rows: ({ maxSteps, replan }) => [
    { label: 'Steps', value: `at most ${maxSteps}` },
    { label: 'Plans anew', value: replan === 'everyStep' ? 'after every step' : 'when a step fails' },
  ],
  width: 320,
  strip: true,
  verb: 'Following the plan',
  callsOut: () => true,
  templates: ({ goal, planner, executor, replanner, finisher }) =>
    templateParams({
      goal,
      'planner.prompt': planner.prompt,
      'planner.model': planner.model,
      'executor.prompt': executor.prompt,
      'executor.model': executor.model,
      'replanner.prompt': replanner.prompt,
      'replanner.model': replanner.model,
      'finisher.prompt': finisher.prompt,
      'finisher.model': finisher.model,
    }),
  models: ({ planner, executor, replanner, finisher }) =>
    namedModels(planner.model, executor.model, replanner.model, finisher.model),
  calls: ({ maxSteps, maxReplans, replan }) => 2 + maxSteps + (replan === 'everyStep' ? maxSteps : maxReplans),
  expand,
  member: (step) => (step === 'executor' ? step : 'planner'),
})
