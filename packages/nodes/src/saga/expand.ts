import type { Body } from '@quorum/engine'
import { agentNode, numbered, toPort, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

/** task → do0 → do1 → … ; turn looks at what came: all done, or undo (loop of: pick → undo → fold) → close. */
export function expand({ prompt, steps, compensationAttempts }: Params): Body {
  const plan = { steps: steps.map(({ name, undo, model = '' }) => ({ name, undo, model })) }
  return {
    nodes: [
      { id: 'task', kind: 'template', params: { text: prompt || '{{ input }}' } },
      ...steps.map((step, i) =>
        agentNode(
          `do${i}`,
          {
            model: step.model,
            system: step.prompt,
            prompt: i === 0 ? '{{ input }}' : `The step before gave:\n{{ input }}`,
          },
          { title: numbered(i, step.name), ...toPort },
        ),
      ),
      { id: 'turn', kind: 'saga-turn', params: plan },
      { id: 'back', kind: 'loop', params: { mode: 'while', when: '!state.done', maxIterations: steps.length + 1 } },
      { id: 'pick', kind: 'saga-pick', parent: 'back', params: {} },
      agentNode(
        'undo',
        { model: '{{ input.model }}', system: '{{ input.system }}', prompt: '{{ input.prompt }}' },
        { parent: 'back', policy: { onError: 'port', attempts: compensationAttempts } },
      ),
      { id: 'fold', kind: 'saga-fold', parent: 'back', params: {} },
      { id: 'close', kind: 'saga-close', params: {} },
    ],
    edges: wires(
      '@.in>task.in',
      'task.out>do0.in',
      'task.out>turn.task',
      ...steps.flatMap((_, i) => [
        ...(i > 0 ? [`do${i - 1}.out>do${i}.in`] : []),
        `do${i}.out>turn.s${i}`,
        `do${i}.error>turn.e${i}`,
      ]),
      'turn.done>close.done',
      'turn.undo>back.in',
      'back.state>pick.in',
      'pick.item>undo.in',
      'back.state>fold.state',
      'undo.out>fold.answer',
      'undo.error>fold.error',
      'fold.state>back.result',
      'back.out>close.undone',
      'close.done>@.done',
      'close.compensated>@.compensated',
      'close.record>@.record',
    ),
  }
}
