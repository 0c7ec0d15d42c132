import type { Body } from '@quorum/engine'
import { agentNode, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'
import type { LevelParams } from './pieces.ts'

/** task → begin → level 0 → close. */
export function expand({ prompt, ...level }: Params): Body {
  return {
    nodes: [
      { id: 'task', kind: 'template', params: { text: prompt || '{{ input }}' } },
      { id: 'begin', kind: 'recursive-orchestration-begin', params: { maxNodes: level.maxNodes } },
      { id: 'level', kind: 'recursive-orchestration-level', params: { ...level, depth: 0 } },
      { id: 'close', kind: 'recursive-orchestration-close', params: {} },
    ],
    edges: wires(
      '@.in>task.in',
      '@.in>begin.given',
      'task.out>begin.text',
      'begin.task>level.task',
      'level.done>close.done',
      'close.result>@.result',
      'close.tree>@.tree',
      'close.record>@.record',
    ),
  }
}

const complexities = ['simple', 'moderate', 'complex', 'very complex']

const planSchema = (chosen: boolean) => ({
  type: 'object',
  properties: {
    ...(chosen
      ? {
          pattern: {
            type: 'string',
            enum: ['sequential', 'parallel'],
            description: 'Whether a sub-task needs the one before',
          },
        }
      : {}),
    tasks: {
      type: 'array',
      minItems: 1,
      maxItems: 10,
      items: {
        type: 'object',
        properties: {
          task: { type: 'string', description: 'What to do, with all that whoever does it must know' },
          subtaskCount: { type: 'integer', minimum: 0, maximum: 10, description: 'Parts it would need in turn' },
          complexity: { type: 'string', enum: complexities },
        },
        required: ['task', 'subtaskCount', 'complexity'],
        additionalProperties: false,
      },
    },
  },
  required: chosen ? ['pattern', 'tasks'] : ['tasks'],
  additionalProperties: false,
})

/**
 * One level: decide → worker, or planner → split → sub-tasks (a pool each of whose items is a level) → combiner. At the
 * deepest level there is only the worker, so the inside is finite however the tasks turn out.
 */
export function expandLevel(params: LevelParams): Body {
  const { planner, worker, combiner, childPattern, concurrency, depth, maxDepth, maxNodes, leadAbove, split } = params
  const asked = (role: { model?: string | undefined; prompt: string }) => ({ model: role.model, system: role.prompt })
  const deepest = depth >= maxDepth
  const ways = childPattern === 'chosen' ? (['sequential', 'parallel'] as const) : [childPattern]
  const lead: Body = deepest
    ? { nodes: [], edges: [] }
    : {
        nodes: [
          agentNode('planner', { ...asked(planner), schema: planSchema(childPattern === 'chosen') }),
          { id: 'split', kind: 'recursive-orchestration-split', params: { split, childPattern } },
          ...ways.flatMap((way): Body['nodes'] => [
            {
              id: way,
              kind: 'pool',
              params: { concurrency: way === 'parallel' ? concurrency : 1, maxItems: maxNodes, failure: 'failFast' },
            },
            {
              id: `${way}-part`,
              kind: 'recursive-orchestration-level',
              parent: way,
              params: { ...params, depth: depth + 1 },
            },
          ]),
          { id: 'gather', kind: 'recursive-orchestration-gather', params: {} },
          agentNode('combiner', asked(combiner)),
        ],
        edges: wires(
          'decide.plan>planner.in',
          'decide.lead>split.task',
          'planner.out>split.plan',
          ...ways.flatMap((way) => [
            `split.${way}>${way}.in`,
            `${way}.item>${way}-part.task`,
            `${way}-part.done>${way}.result`,
            `${way}.results>gather.${way}`,
          ]),
          'split.task>gather.task',
          'gather.prompt>combiner.in',
          'gather.parts>done.parts',
          'combiner.out>done.combined',
        ),
      }
  return {
    nodes: [
      { id: 'decide', kind: 'recursive-orchestration-decide', params: { leadAbove, deepest } },
      agentNode('worker', asked(worker)),
      ...lead.nodes,
      { id: 'done', kind: 'recursive-orchestration-done', params: {} },
    ],
    edges: [
      ...wires(
        '@.task>decide.task',
        'decide.work>worker.in',
        '@.task>done.task',
        'worker.out>done.worked',
        'done.done>@.done',
      ),
      ...lead.edges,
    ],
  }
}
