import type { Body } from '@quorum/engine'
import { agentNode, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

/** chunk → map (pool) → cover → levels (loop of: group → reduce (pool) → fold) → close. One level is a single reduce. */
export function expand({
  map,
  reduce,
  chunkSize,
  maxItems,
  reduceBy,
  fanIn,
  minCoverage,
  emptyResult,
  concurrency,
}: Params): Body {
  return {
    nodes: [
      { id: 'chunk', kind: 'map-reduce-chunk', params: { chunkSize, maxItems } },
      { id: 'map', kind: 'pool', params: { concurrency, maxItems, failure: 'collect' } },
      agentNode('mapper', { model: map.model, system: map.prompt, prompt: '{{ item }}' }, { parent: 'map' }),
      { id: 'cover', kind: 'map-reduce-cover', params: { minCoverage, reduceBy, fanIn } },
      { id: 'report', kind: 'map-reduce-report', params: {} },
      { id: 'levels', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: 40 } },
      { id: 'group', kind: 'map-reduce-group', parent: 'levels', params: {} },
      {
        id: 'reduce',
        kind: 'pool',
        parent: 'levels',
        params: { concurrency, maxItems, failure: 'failFast' },
      },
      agentNode('reducer', { model: reduce.model, system: reduce.prompt, prompt: '{{ item }}' }, { parent: 'reduce' }),
      { id: 'fold', kind: 'map-reduce-fold', parent: 'levels', params: {} },
      { id: 'close', kind: 'map-reduce-close', params: { emptyResult } },
    ],
    edges: wires(
      '@.in>chunk.in',
      'chunk.chunks>map.in',
      'map.item>mapper.in',
      'mapper.out>map.result',
      'map.outcomes>cover.outcomes',
      'chunk.sizes>cover.sizes',
      'map.outcomes>report.outcomes',
      'chunk.sizes>report.sizes',
      'cover.state>levels.in',
      'levels.state>group.in',
      'group.groups>reduce.in',
      'reduce.item>reducer.in',
      'reducer.out>reduce.result',
      'reduce.results>fold.results',
      'levels.state>fold.state',
      'fold.state>levels.result',
      'levels.out>close.in',
      'cover.empty>close.in',
      'close.result>@.result',
      'report.coverage>@.coverage',
      'report.mapped>@.mapped',
      'report.record>@.record',
    ),
  }
}
