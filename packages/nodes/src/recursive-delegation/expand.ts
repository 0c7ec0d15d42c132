import type { Body } from '@quorum/engine'
import { agentNode, itemAgent, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

const checkSchema = {
  type: 'object',
  properties: { atomic: { type: 'boolean', description: 'True if one person can do it in one go' } },
  required: ['atomic'],
  additionalProperties: false,
}

const partsSchema = (maxBranch: number) => ({
  type: 'object',
  properties: {
    tasks: {
      type: 'array',
      maxItems: maxBranch,
      items: { type: 'string', description: 'One part, with all that whoever does it must know' },
    },
  },
  required: ['tasks'],
  additionalProperties: false,
})

/**
 * task → begin → descend (loop: open → split (pool) → grow) → leaves → work (pool) → done → ascend (loop: combine (pool)
 * → lift) → close. Level by level instead of a call in a call: so one limit on what is at work holds for the whole tree,
 * and a level is one list that people can read.
 */
export function expand(params: Params): Body {
  const { prompt, maxDepth, onMaxDepth, isAtomic, atomicChars, source, maxBranch, maxNodes, concurrency, partial } =
    params
  const { splitter, worker, combiner, checker } = params
  const asks = isAtomic !== 'size'
  const pool = { concurrency, maxItems: maxNodes, failure: 'collect' }
  return {
    nodes: [
      { id: 'task', kind: 'template', params: { text: prompt || '{{ input }}' } },
      { id: 'begin', kind: 'recursive-delegation-begin', params: {} },
      { id: 'descend', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: maxDepth + 2 } },
      {
        id: 'open',
        kind: 'recursive-delegation-open',
        parent: 'descend',
        params: { atomicChars: asks ? -1 : atomicChars, maxDepth, onMaxDepth, asks, maxNodes },
      },
      { id: 'split', kind: 'pool', parent: 'descend', params: pool },
      ...(isAtomic === 'agent'
        ? [
            agentNode(
              'check',
              { model: checker.model, system: checker.prompt, prompt: '{{ item.task }}', schema: checkSchema },
              { parent: 'split' },
            ),
          ]
        : []),
      ...(isAtomic === 'code' ? [{ id: 'check', kind: 'code', parent: 'split', params: { source } }] : []),
      ...(asks ? [{ id: 'fork', kind: 'recursive-delegation-fork', parent: 'split', params: {} }] : []),
      agentNode(
        'splitter',
        {
          model: splitter.model,
          system: `${splitter.prompt}\n\nAt most ${maxBranch} parts.`,
          prompt: '{{ item.task }}',
          schema: partsSchema(maxBranch),
        },
        { parent: 'split' },
      ),
      { id: 'parts', kind: 'recursive-delegation-parts', parent: 'split', params: { maxBranch } },
      { id: 'grow', kind: 'recursive-delegation-grow', parent: 'descend', params: { maxDepth, maxNodes } },
      {
        id: 'leaves',
        kind: 'recursive-delegation-leaves',
        params: { model: worker.model ?? '', system: worker.prompt },
      },
      { id: 'work', kind: 'pool', params: pool },
      itemAgent('worker', 'work'),
      { id: 'done', kind: 'recursive-delegation-done', params: { partial } },
      { id: 'ascend', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: maxDepth + 2 } },
      {
        id: 'level',
        kind: 'recursive-delegation-level',
        parent: 'ascend',
        params: { model: combiner.model ?? '', system: combiner.prompt },
      },
      { id: 'combine', kind: 'pool', parent: 'ascend', params: pool },
      itemAgent('combiner', 'combine'),
      { id: 'lift', kind: 'recursive-delegation-lift', parent: 'ascend', params: { partial } },
      { id: 'close', kind: 'recursive-delegation-close', params: {} },
    ],
    edges: wires(
      '@.in>task.in',
      'task.out>begin.in',
      'begin.state>descend.in',
      'descend.state>open.state',
      'open.items>split.in',
      ...(asks
        ? [
            'split.item>check.in',
            'split.item>fork.item',
            'check.out>fork.verdict',
            'fork.split>splitter.in',
            'fork.atomic>parts.atomic',
          ]
        : ['split.item>splitter.in']),
      'splitter.out>parts.plan',
      'parts.out>split.result',
      'open.state>grow.state',
      'split.outcomes>grow.outcomes',
      'grow.state>descend.result',
      'descend.out>leaves.state',
      'leaves.items>work.in',
      'work.item>worker.in',
      'worker.out>work.result',
      'descend.out>done.state',
      'work.outcomes>done.outcomes',
      'done.state>ascend.in',
      'ascend.state>level.state',
      'level.items>combine.in',
      'combine.item>combiner.in',
      'combiner.out>combine.result',
      'ascend.state>lift.state',
      'combine.outcomes>lift.outcomes',
      'lift.state>ascend.result',
      'ascend.out>close.state',
      'close.result>@.result',
      'close.tree>@.tree',
      'close.record>@.record',
    ),
  }
}
