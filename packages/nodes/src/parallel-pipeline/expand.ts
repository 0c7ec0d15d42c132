import type { Body } from '@quorum/engine'
import { numbered, wires } from '../pattern/body.ts'
import { namesOf } from '../pattern/people.ts'
import type { Params } from './definition.ts'

/** (pick → pipeline) per name → gather → report. */
export function expand({ pipelines, failure }: Params): Body {
  const stops = failure === 'failFast'
  return {
    ...(stops ? { onFailure: 'stop' as const } : {}),
    nodes: [
      ...pipelines.flatMap(({ name, stages }, i): Body['nodes'] => [
        { id: `pick-${i + 1}`, kind: 'parallel-pipeline-pick', params: { name } },
        {
          id: `line-${i + 1}`,
          kind: 'pipeline',
          title: numbered(i, name),
          params: { stages },
          policy: { onError: stops ? 'fail' : 'port' },
        },
      ]),
      { id: 'gather', kind: 'pattern-gather', params: { members: namesOf(pipelines) } },
      { id: 'report', kind: 'parallel-pipeline-report', params: {} },
    ],
    edges: wires(
      ...pipelines.flatMap((_, i) => [
        `@.in>pick-${i + 1}.in`,
        `pick-${i + 1}.out>line-${i + 1}.in`,
        `line-${i + 1}.output>gather.m${i}`,
        ...(stops ? [] : [`line-${i + 1}.error>gather.e${i}`]),
      ]),
      'gather.byName>report.in',
      'report.results>@.results',
      'report.record>@.record',
    ),
  }
}
