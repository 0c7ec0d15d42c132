import type { Body } from '@quorum/engine'
import { agentNode, toPort, wires } from '../pattern/body.ts'
import { planSchema } from '../pattern/plan.ts'
import type { Params } from './definition.ts'

const { minItems: _, ...anyNumber } = planSchema.properties.tasks
const restSchema = { ...planSchema, properties: { tasks: anyNumber } }

/** goal → planner → begin → steps (loop of: next → executor → note → [replanner →] revise) → report → finisher. */
export function expand(params: Params): Body {
  const { goal, planner, executor, replanner, finisher, replan, maxSteps, maxReplans } = params
  const inside = { parent: 'steps', ...toPort }
  return {
    nodes: [
      { id: 'goal', kind: 'template', params: { text: goal || '{{ input }}' } },
      agentNode('planner', { model: planner.model, system: planner.prompt, schema: planSchema }),
      { id: 'begin', kind: 'plan-and-execute-begin', params: {} },
      { id: 'steps', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: maxSteps } },
      { id: 'next', kind: 'plan-and-execute-next', parent: 'steps', params: {} },
      agentNode('executor', { model: executor.model, system: executor.prompt }, inside),
      { id: 'note', kind: 'plan-and-execute-note', parent: 'steps', params: { replan, maxReplans } },
      agentNode('replanner', { model: replanner.model, system: replanner.prompt, schema: restSchema }, inside),
      { id: 'revise', kind: 'plan-and-execute-revise', parent: 'steps', params: { maxSteps } },
      { id: 'report', kind: 'plan-and-execute-report', params: {} },
      agentNode('finisher', { model: finisher.model, system: finisher.prompt }),
    ],
    edges: wires(
      '@.in>goal.in',
      'goal.out>planner.in',
      'goal.out>begin.goal',
      'planner.out>begin.plan',
      'begin.state>steps.in',
      'steps.state>next.state',
      'next.ask>executor.in',
      'steps.state>note.state',
      'executor.out>note.said',
      'executor.error>note.error',
      'note.question>replanner.in',
      'note.state>revise.state',
      'replanner.out>revise.plan',
      'replanner.error>revise.error',
      'revise.state>steps.result',
      'steps.out>report.state',
      'report.prompt>finisher.in',
      'finisher.out>@.result',
      'report.plans>@.plans',
      'report.record>@.record',
    ),
  }
}
