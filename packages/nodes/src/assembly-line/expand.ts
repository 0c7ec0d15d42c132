import type { Body } from '@quorum/engine'
import { agentNode, numbered, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

/**
 * line (pool of: stage 1 → stage 2 → …) → report. A stage lets `lanes` items in at a time, in the order they came; the
 * pool lets in what the stages can hold and `buffer` items more, so no buffer between two stages can be larger.
 */
export function expand({ stages, prompt, lanes, buffer, onItemError, maxItems }: Params): Body {
  const ids = stages.map((_, i) => `stage-${i + 1}`)
  return {
    nodes: [
      {
        id: 'line',
        kind: 'pool',
        params: {
          concurrency: Math.min(1_000, stages.length * lanes + buffer),
          maxItems,
          failure: onItemError === 'stop' ? 'failFast' : 'collect',
        },
      },
      ...stages.flatMap(({ name, model, prompt: system }, i): Body['nodes'] => [
        {
          id: `stage-${i + 1}`,
          kind: 'assembly-line-stage',
          title: numbered(i, name),
          parent: 'line',
          params: { lanes },
        },
        agentNode(
          `work-${i + 1}`,
          { model, system, prompt: prompt || '{{ input }}' },
          { title: `Work ${numbered(i, name)}`, parent: `stage-${i + 1}` },
        ),
      ]),
      { id: 'report', kind: 'assembly-line-report', params: {} },
    ],
    edges: wires(
      '@.in>line.in',
      ...ids.flatMap((id, i) => [
        `${i === 0 ? 'line.item' : `${ids[i - 1]}.out`}>${id}.in`,
        `${id}.in>work-${i + 1}.in`,
        `work-${i + 1}.out>${id}.result`,
      ]),
      `${ids.at(-1)}.out>line.result`,
      'line.outcomes>report.outcomes',
      'report.stream>@.stream',
      'report.dropped>@.dropped',
      'report.record>@.record',
    ),
  }
}
