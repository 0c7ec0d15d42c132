import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const Role = (title: string, description: string, prompt: string) =>
  z
    .looseObject({ model: model(), prompt: template('Instructions', 'How to work.', prompt) })
    .prefault({})
    .meta({ title, description })

export const Params = z.looseObject({
  prompt: task('Job'),
  supervisor: Role(
    'Supervisor',
    'Breaks the job into tasks.',
    'You lead a team. Break the job into tasks that can be done at the same time, each by somebody who sees nothing but that task.',
  ),
  worker: Role(
    'Each worker',
    'All alike; each takes the next task.',
    'You do one task of a larger job. Do it completely and briefly.',
  ),
  aggregator: Role(
    'Result',
    'Puts the results together.',
    'You lead a team and synthesise the final answer to the job from the results of its tasks. Say openly what is missing because a task failed.',
  ),
  workers: z
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .meta({ title: 'Workers at once', description: 'How many work at the same time.' }),
  maxTasks: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .meta({ title: 'Most tasks', description: 'A longer plan fails; it is not cut.' }),
  taskAttempts: z.int().min(1).max(20).default(2).meta({
    title: 'Tries per task',
    description: 'A task that fails or stalls is given out again until then; after that its failure is noted.',
  }),
  stallMs: z.number().min(1).max(86_400_000).default(120_000).meta({
    title: 'Longest time per task (ms)',
    description: 'Then it counts as stalled.',
  }),
  aggregateOnPartial: z.boolean().default(true).meta({
    title: 'Go on without failed tasks',
    description:
      'The result is written from what there is and says what is missing. Else a failed task fails the whole.',
  }),
})
export type Params = z.infer<typeof Params>

/** One plans, many work, one writes the result (CATALOGUE P12). */
export const supervisor = defineNode({
  kind: 'supervisor',
  title: 'Supervisor-Worker',
  category: 'agent',
  summary: 'A supervisor breaks the job into tasks, workers do them side by side, and one result is written.',
  aliases: [
    'orchestrator-workers',
    'orchestrator',
    'manager',
    'decompose',
    'delegate',
    'lead and team',
    'planner',
    'workers',
  ],
  icon: 'network',
  patternId: 'P12',
  cost: 'T + 2 calls',
  params: Params,
  ports: () => ({
    inputs: [port('in', 'job')],
    outputs: [port('result'), port('tasks', 'tasks', 'list'), port('outcomes', 'outcomes', 'list')],
  }),
  fact: ({ workers }) => `${workers} workers`,
  rows: ({ workers, maxTasks, taskAttempts }) => [
    { label: 'Workers', value: String(workers) },
    { label: 'Most tasks', value: String(maxTasks) },
    { label: 'Tries per task', value: String(taskAttempts) },
  ],
  width: 320,
  strip: true,
  verb: 'Directing',
  callsOut: () => true,
  templates: ({ prompt, supervisor, worker, aggregator }) =>
    templateParams({
      prompt,
      'supervisor.prompt': supervisor.prompt,
      'supervisor.model': supervisor.model,
      'worker.prompt': worker.prompt,
      'worker.model': worker.model,
      'aggregator.prompt': aggregator.prompt,
      'aggregator.model': aggregator.model,
    }),
  models: ({ supervisor, worker, aggregator }) => namedModels(supervisor.model, worker.model, aggregator.model),
  expand,
  member: (step) => (step === 'worker' ? step : 'supervisor'),
})
