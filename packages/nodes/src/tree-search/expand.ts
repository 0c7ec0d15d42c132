import type { Body } from '@quorum/engine'
import { agentNode, toPort, wires } from '../pattern/body.ts'
import { scoreSchema } from '../pattern/judging.ts'
import type { Params } from './definition.ts'

const thoughtsSchema = (branch: number) => ({
  type: 'object',
  properties: {
    thoughts: {
      type: 'array',
      minItems: branch,
      maxItems: branch,
      items: { type: 'string', description: 'One possible next step' },
    },
  },
  required: ['thoughts'],
  additionalProperties: false,
})

/** problem → begin → levels (loop of: open → think (pool) → spread → score (pool) → keep) → close. */
export function expand(params: Params): Body {
  const { problem, branch, width, depth, prune, thinker, scorer, judge, source, concurrency } = params
  const pool = (maxItems: number) => ({ concurrency, maxItems, failure: 'collect' })
  return {
    nodes: [
      { id: 'problem', kind: 'template', params: { text: problem || '{{ input }}' } },
      { id: 'begin', kind: 'tree-search-begin', params: {} },
      { id: 'levels', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: depth } },
      { id: 'open', kind: 'tree-search-open', parent: 'levels', params: { branch } },
      { id: 'think', kind: 'pool', parent: 'levels', params: pool(width) },
      agentNode(
        'thinker',
        { model: thinker.model, system: thinker.prompt, prompt: '{{ item }}', schema: thoughtsSchema(branch) },
        { parent: 'think' },
      ),
      { id: 'spread', kind: 'tree-search-spread', parent: 'levels', params: { branch } },
      { id: 'score', kind: 'pool', parent: 'levels', params: pool(width * branch) },
      scorer === 'agent'
        ? agentNode(
            'judge',
            { model: judge.model, system: judge.prompt, prompt: '{{ item.text }}', schema: scoreSchema },
            { parent: 'score', policy: toPort.policy },
          )
        : { id: 'judge', kind: 'code', parent: 'score', params: { source }, policy: toPort.policy },
      { id: 'mark', kind: 'tree-search-mark', parent: 'score', params: {} },
      { id: 'keep', kind: 'tree-search-keep', parent: 'levels', params: { width, depth, prune } },
      { id: 'close', kind: 'tree-search-close', params: {} },
    ],
    edges: wires(
      '@.in>problem.in',
      'problem.out>begin.in',
      'begin.state>levels.in',
      'levels.state>open.state',
      'open.items>think.in',
      'think.item>thinker.in',
      'thinker.out>think.result',
      'levels.state>spread.state',
      'think.outcomes>spread.outcomes',
      'spread.items>score.in',
      'score.item>judge.in',
      'judge.out>mark.verdict',
      'judge.error>mark.error',
      'mark.out>score.result',
      'spread.state>keep.state',
      'score.outcomes>keep.outcomes',
      'keep.state>levels.result',
      'levels.out>close.state',
      'close.best>@.best',
      'close.path>@.path',
      'close.tree>@.tree',
      'close.record>@.record',
    ),
  }
}
