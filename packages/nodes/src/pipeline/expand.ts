import type { Body } from '@quorum/engine'
import { agentNode, numbered, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

/** begin → (stage → checkpoint)* → close, trace. A checkpoint runs also after a failure, so that the trace is whole. */
export function expand({ stages, prompt, contextPolicy, pruneTokens, onStageFailure, stageTimeoutMs }: Params): Body {
  const nodes = stages.flatMap(({ name, model, prompt: system, fallback }, i) => [
    agentNode(
      `stage-${i + 1}`,
      { model, system, prompt: prompt || '{{ input }}' },
      { title: numbered(i, name), policy: { onError: 'port', timeoutMs: stageTimeoutMs } },
    ),
    {
      id: `take-${i + 1}`,
      kind: 'pipeline-take',
      params: { name, fallback, contextPolicy, pruneTokens, onStageFailure },
    },
  ])
  const before = (i: number) => (i === 0 ? 'begin' : `take-${i}`)
  const last = `take-${stages.length}`
  return {
    nodes: [
      { id: 'begin', kind: 'pipeline-begin', params: {} },
      ...nodes,
      { id: 'close', kind: 'pipeline-close', params: {} },
      { id: 'trace', kind: 'pipeline-trace', params: {} },
    ],
    edges: wires(
      '@.in>begin.in',
      ...stages.flatMap((_, i) => [
        `${before(i)}.context>stage-${i + 1}.in`,
        `${before(i)}.state>take-${i + 1}.state`,
        `stage-${i + 1}.out>take-${i + 1}.answer`,
        `stage-${i + 1}.error>take-${i + 1}.error`,
      ]),
      `${last}.state>close.state`,
      `${last}.state>trace.state`,
      'close.output>@.output',
      'trace.trace>@.trace',
      'trace.record>@.record',
    ),
  }
}
