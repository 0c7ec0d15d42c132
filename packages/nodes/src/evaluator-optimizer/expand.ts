import type { Body } from '@quorum/engine'
import { agentNode, toPort, wires } from '../pattern/body.ts'
import { scoreSchema } from '../pattern/judging.ts'
import type { Params } from './definition.ts'

/** task → begin → rounds (loop of: writer → evaluator → fold) → close. */
export function expand({ prompt, generator, evaluator, maxIterations, minScore, keep }: Params): Body {
  const judged = 'Task:\n{{ state.task }}\n\nDraft {{ round }}:\n{{ input }}'
  return {
    nodes: [
      { id: 'task', kind: 'template', params: { text: prompt || '{{ input }}' } },
      { id: 'begin', kind: 'evaluator-optimizer-begin', params: {} },
      { id: 'rounds', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations } },
      agentNode(
        'writer',
        { model: generator.model, system: generator.prompt, prompt: '{{ state.prompt }}' },
        { parent: 'rounds', ...toPort },
      ),
      agentNode(
        'evaluator',
        { model: evaluator.model, system: evaluator.prompt, prompt: judged, schema: scoreSchema },
        { parent: 'rounds', ...toPort },
      ),
      { id: 'fold', kind: 'evaluator-optimizer-fold', parent: 'rounds', params: { minScore, maxIterations } },
      { id: 'close', kind: 'evaluator-optimizer-close', params: { keep } },
    ],
    edges: wires(
      '@.in>task.in',
      'task.out>begin.in',
      'begin.state>rounds.in',
      'rounds.state>writer.in',
      'writer.out>evaluator.in',
      'rounds.state>fold.state',
      'writer.out>fold.draft',
      'writer.error>fold.draftError',
      'evaluator.out>fold.verdict',
      'evaluator.error>fold.verdictError',
      'fold.state>rounds.result',
      'rounds.out>close.state',
      'close.result>@.result',
      'close.passed>@.passed',
      'close.verdicts>@.verdicts',
      'close.record>@.record',
    ),
  }
}
