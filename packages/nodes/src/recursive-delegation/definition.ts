import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { model, namedModels, template, templateParams } from '../params.ts'
import { task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const splitterPrompt =
  'You break a task into parts that others can do without knowing of each other. Together the parts make the whole task and nothing more. As few as possible, each clearly smaller than the task.'
const workerPrompt = 'You do one task, completely and briefly. Give the result itself, no plan and no remarks.'
const combinerPrompt =
  'You put the results of the parts of a task together into the result of the task. Keep what matters, leave out repetitions, close the gaps.'
const checkerPrompt =
  'You decide whether one person can do a task well in one go (atomic), or whether it should be split into parts.'

const role = (title: string, description: string, prompt: string, onlyFor?: Record<string, readonly unknown[]>) =>
  z
    .looseObject({ model: model(), prompt: template('Instructions', 'Who this is and how it should work.', prompt) })
    .default({ prompt })
    .meta({ title, description, ...(onlyFor ? { onlyFor } : {}) })

export const Params = z.looseObject({
  prompt: task(),
  maxDepth: z
    .int()
    .min(0)
    .max(10)
    .default(3)
    .meta({ title: 'Deepest', description: 'How often a task may be split in turn. The task itself is at depth 0.' }),
  onMaxDepth: z.enum(['execute', 'fail']).default('execute').meta({
    title: 'At the deepest',
    description: 'execute: tasks are done as they are. fail: one that is still too large fails.',
  }),
  isAtomic: z.enum(['size', 'agent', 'code']).default('size').meta({
    title: 'Not split further',
    description: 'size: short tasks. agent: a model decides, one call more per task. code: a function of your own.',
  }),
  atomicChars: z
    .int()
    .min(0)
    .max(100_000)
    .default(120)
    .meta({ title: 'Short is (characters)', description: 'At most so long.', onlyFor: { isAtomic: ['size'] } }),
  source: z
    .string()
    .max(256 * 1024)
    .default('export default ({ task, depth }) => depth >= 2 || task.length < 120')
    .meta({
      title: 'Function',
      description: 'JavaScript: export default ({ task, depth }) => true if it is not to be split.',
      widget: 'code',
      onlyFor: { isAtomic: ['code'] },
    }),
  maxBranch: z.int().min(1).max(50).default(8).meta({ title: 'Most parts', description: 'Of one task.' }),
  maxNodes: z.int().min(1).max(2_000).default(200).meta({
    title: 'Most tasks in all',
    description: 'Once there are so many, none is split any more.',
  }),
  concurrency: z
    .int()
    .min(1)
    .max(1_000)
    .default(10)
    .meta({ title: 'At the same time', description: 'Tasks at work, in the whole tree.' }),
  partial: z
    .boolean()
    .default(false)
    .meta({ title: 'Go on without failed parts', description: 'Else a failed part fails the task it belongs to.' }),
  splitter: role('Splitter', 'Breaks a task into parts.', splitterPrompt),
  worker: role('Worker', 'Does a task that is not split.', workerPrompt),
  combiner: role('Combiner', 'Makes one result of the results of the parts.', combinerPrompt),
  checker: role('Checker', 'Says whether a task is split.', checkerPrompt, { isAtomic: ['agent'] }),
})
export type Params = z.infer<typeof Params>

/** A task is split, and its parts in turn, until they can be done; the results go back up (CATALOGUE P15). */
export const recursiveDelegation = defineNode({
  kind: 'recursive-delegation',
  title: 'Recursive Delegation',
  category: 'agent',
  summary: 'Splits a task into smaller tasks of the same kind, does those, and puts the results together.',
  aliases: ['divide and conquer', 'decomposition', 'recursion', 'delegation tree', 'break down'],
  icon: 'network',
  patternId: 'P15',
  cost: 'leaves + 2 × inner tasks, + all tasks if a model decides',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('result'), port('tree', 'tree', 'list')] }),
  fact: ({ maxDepth }) => `at most ${maxDepth} deep`,
  rows: ({ maxDepth, maxNodes, isAtomic }) => [
    { label: 'Deepest', value: String(maxDepth) },
    { label: 'Tasks', value: `at most ${maxNodes}` },
    { label: 'Not split', value: { size: 'short tasks', agent: 'a model decides', code: 'by a function' }[isAtomic] },
  ],
  width: 320,
  strip: true,
  verb: 'Delegating',
  callsOut: () => true,
  templates: ({ prompt, splitter, worker, combiner, checker }) =>
    templateParams({
      prompt,
      'splitter.prompt': splitter.prompt,
      'splitter.model': splitter.model,
      'worker.prompt': worker.prompt,
      'worker.model': worker.model,
      'combiner.prompt': combiner.prompt,
      'combiner.model': combiner.model,
      'checker.prompt': checker.prompt,
      'checker.model': checker.model,
    }),
  models: ({ splitter, worker, combiner, checker, isAtomic }) =>
    namedModels(splitter.model, worker.model, combiner.model, isAtomic === 'agent' ? checker.model : undefined),
  expand,
})
