import type { Body } from '@quorum/engine'
import { numbered, toPort, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

/** begin → (stage → gate)* → close. A stage is itself a pattern: one draft and its verdict, and more drafts with rework. */
export function expand({ stages, gate, minScore, onGateFail, maxRework }: Params): Body {
  const before = (i: number) => (i === 0 ? 'begin' : `gate-${i}`)
  return {
    nodes: [
      { id: 'begin', kind: 'waterfall-begin', params: {} },
      ...stages.flatMap(({ name, model, prompt, criteria }, i): Body['nodes'] => [
        {
          id: `stage-${i + 1}`,
          kind: 'evaluator-optimizer',
          title: numbered(i, name),
          ...toPort,
          params: {
            generator: { prompt, ...(model ? { model } : {}) },
            evaluator: {
              prompt: `You judge at a gate. It may pass if: ${criteria} Score it from 0 to 1 and say what to change.`,
              ...(gate.model ? { model: gate.model } : {}),
            },
            minScore,
            maxIterations: onGateFail === 'rework' ? 1 + maxRework : 1,
          },
        },
        { id: `gate-${i + 1}`, kind: 'waterfall-gate', params: { name } },
      ]),
      { id: 'close', kind: 'waterfall-close', params: {} },
    ],
    edges: wires(
      '@.in>begin.in',
      ...stages.flatMap((_, i) => [
        `${before(i)}.next>stage-${i + 1}.in`,
        `${before(i)}.state>gate-${i + 1}.state`,
        ...['result', 'passed', 'verdicts', 'error'].map((name) => `stage-${i + 1}.${name}>gate-${i + 1}.${name}`),
      ]),
      `gate-${stages.length}.state>close.state`,
      'close.output>@.output',
      'close.rejected>@.rejected',
      'close.record>@.record',
    ),
  }
}
