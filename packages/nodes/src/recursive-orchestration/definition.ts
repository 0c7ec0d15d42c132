import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const prompts = {
  planner:
    'You lead a part of a larger undertaking. Split your task into sub-tasks. For each say how many parts it would need in turn and how complex it is, so that large ones get a lead of their own.',
  worker: 'You do one task, completely and briefly. Give the result itself.',
  combiner: 'You lead a part of a larger undertaking. Make one result for your task of the results of your sub-tasks.',
}

const role = (title: string, description: string, prompt: string) =>
  z
    .looseObject({ model: model(), prompt: template('Instructions', 'Who this is and how it should work.', prompt) })
    .default({ prompt })
    .meta({ title, description })

export const Roles = z.looseObject({
  planner: role('Lead, planning', 'Splits a task into sub-tasks.', prompts.planner),
  worker: role('Worker', 'Does a task that needs no lead.', prompts.worker),
  combiner: role('Lead, combining', 'Makes one result of those of the sub-tasks.', prompts.combiner),
})

export const Rules = z.looseObject({
  maxDepth: z
    .int()
    .min(0)
    .max(5)
    .default(3)
    .meta({ title: 'Deepest', description: 'How many levels of leads there may be below the first.' }),
  maxNodes: z.int().min(1).max(2_000).default(200).meta({
    title: 'Most tasks in all',
    description: 'Handed down like a budget: the shares of the sub-tasks never make more than their lead had.',
  }),
  childPattern: z.enum(['sequential', 'parallel', 'chosen']).default('sequential').meta({
    title: 'Sub-tasks run',
    description: 'sequential: one after the other. parallel: at once. chosen: each lead decides for its part.',
  }),
  leadAbove: z.int().min(0).max(100).default(3).meta({
    title: 'Gets a lead above (parts)',
    description: 'A task with more parts than that, or one said to be complex, gets a lead of its own.',
  }),
  split: z
    .enum(['byWeight', 'even'])
    .default('byWeight')
    .meta({ title: 'Shares', description: 'byWeight: sub-tasks with more parts may use more tasks. even: all alike.' }),
  concurrency: z
    .int()
    .min(2)
    .max(100)
    .default(5)
    .meta({ title: 'At the same time', description: 'Sub-tasks of one lead.' }),
})

export const Params = z.looseObject({ prompt: task(), ...Rules.shape, ...Roles.shape })
export type Params = z.infer<typeof Params>

/** Leads within leads: each level is led by itself and may go about its part in its own way (CATALOGUE P16). */
export const recursiveOrchestration = defineNode({
  kind: 'recursive-orchestration',
  title: 'Recursive Orchestration',
  category: 'agent',
  summary: 'A lead splits the work; parts that are large get a lead of their own, and so on.',
  aliases: ['hierarchical', 'hierarchical decomposition', 'sub-orchestrators', 'programme', 'teams of teams'],
  icon: 'network',
  patternId: 'P16',
  cost: '1 per task done, 2 per lead',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('result'), port('tree', 'tree', 'json')] }),
  fact: ({ maxDepth }) => `at most ${maxDepth} deep`,
  rows: ({ maxDepth, childPattern, leadAbove }) => [
    { label: 'Deepest', value: String(maxDepth) },
    {
      label: 'Sub-tasks',
      value: { sequential: 'one by one', parallel: 'at once', chosen: 'each lead decides' }[childPattern],
    },
    { label: 'Own lead', value: `above ${leadAbove} parts` },
  ],
  width: 320,
  strip: true,
  verb: 'Leading',
  callsOut: () => true,
  templates: ({ prompt, planner, worker, combiner }) =>
    templateParams({
      prompt,
      'planner.prompt': planner.prompt,
      'planner.model': planner.model,
      'worker.prompt': worker.prompt,
      'worker.model': worker.model,
      'combiner.prompt': combiner.prompt,
      'combiner.model': combiner.model,
    }),
  models: ({ planner, worker, combiner }) => namedModels(planner.model, worker.model, combiner.model),
  expand,
  // A lead splits its task and puts the parts together.
  member: (step) => step.replace(/combiner$/, 'planner'),
})
