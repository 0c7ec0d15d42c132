import type { Body } from '@quorum/engine'
import { agentNode, numbered, toPort, wires } from '../pattern/body.ts'
import { scoreSchema } from '../pattern/judging.ts'
import type { Params } from './definition.ts'

const sureSchema = {
  type: 'object',
  properties: {
    answer: { type: 'string' },
    confidence: { type: 'number', minimum: 0, maximum: 1, description: 'How sure you are that it is right' },
  },
  required: ['answer', 'confidence'],
  additionalProperties: false,
}

/** task → begin → (level → weigh)* → close. A level above gets the task only if the one below was not accepted. */
export function expand({ levels, prompt, accept, minConfidence, judge, onExhausted }: Params): Body {
  const nodes = levels.flatMap(({ name, model, prompt: system }, i): Body['nodes'][number][] => {
    const n = i + 1
    const schema = accept === 'confidence' ? sureSchema : undefined
    const asked = { model, system, prompt: '{{ input }}', schema }
    return [
      agentNode(`level-${n}`, asked, { title: numbered(i, name), ...toPort }),
      ...(accept === 'agreement' ? [agentNode(`second-${n}`, asked, toPort)] : []),
      ...(accept === 'judge'
        ? [
            agentNode(
              `judge-${n}`,
              {
                model: judge.model,
                system: `You judge an answer. ${judge.criteria} Score it from 0 to 1.`,
                prompt: 'Task:\n{{ nodes.task }}\n\nAnswer:\n{{ input }}',
                schema: scoreSchema,
              },
              toPort,
            ),
          ]
        : []),
      { id: `weigh-${n}`, kind: 'cascade-weigh', params: { name, accept, minConfidence } },
    ]
  })
  const before = (i: number) => (i === 0 ? 'begin' : `weigh-${i}`)
  return {
    nodes: [
      { id: 'task', kind: 'template', params: { text: prompt || '{{ input }}' } },
      { id: 'begin', kind: 'cascade-begin', params: {} },
      ...nodes,
      { id: 'close', kind: 'cascade-close', params: { onExhausted } },
    ],
    edges: wires(
      '@.in>task.in',
      'task.out>begin.in',
      ...levels.flatMap((_, i) => {
        const n = i + 1
        return [
          `${before(i)}.next>level-${n}.in`,
          `${before(i)}.state>weigh-${n}.state`,
          `level-${n}.out>weigh-${n}.answer`,
          `level-${n}.error>weigh-${n}.error`,
          ...(accept === 'agreement' ? [`${before(i)}.next>second-${n}.in`, `second-${n}.out>weigh-${n}.second`] : []),
          ...(accept === 'judge' ? [`level-${n}.out>judge-${n}.in`, `judge-${n}.out>weigh-${n}.judged`] : []),
        ]
      }),
      `weigh-${levels.length}.state>close.state`,
      'close.answer>@.answer',
      'close.level>@.level',
      'close.accepted>@.accepted',
      'close.record>@.record',
    ),
  }
}
