import type { Body } from '@quorum/engine'
import { agentNode, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

const questionsSchema = {
  type: 'object',
  properties: {
    questions: {
      type: 'array',
      minItems: 1,
      items: { type: 'string', description: 'One question about one fact, with all that is needed to answer it' },
    },
  },
  required: ['questions'],
  additionalProperties: false,
}

/** task → draft → doubts → list → checks (pool) → brief → final. A checker sees its question and nothing else. */
export function expand({ prompt, writer, planner, checker, maxQuestions }: Params): Body {
  return {
    nodes: [
      { id: 'task', kind: 'template', params: { text: prompt || '{{ input }}' } },
      agentNode('draft', { model: writer.model, system: writer.prompt }),
      { id: 'doubt', kind: 'chain-of-verification-doubt', params: {} },
      agentNode('questions', { model: planner.model, system: planner.prompt, schema: questionsSchema }),
      { id: 'list', kind: 'chain-of-verification-list', params: { maxQuestions } },
      { id: 'checks', kind: 'pool', params: { concurrency: maxQuestions, maxItems: maxQuestions, failure: 'collect' } },
      agentNode(
        'checker',
        { model: checker.model, system: checker.prompt, prompt: '{{ item }}' },
        { parent: 'checks' },
      ),
      { id: 'brief', kind: 'chain-of-verification-brief', params: {} },
      agentNode('final', { model: writer.model, system: writer.prompt }),
    ],
    edges: wires(
      '@.in>task.in',
      'task.out>draft.in',
      'task.out>doubt.task',
      'draft.out>doubt.draft',
      'doubt.out>questions.in',
      'questions.out>list.in',
      'list.items>checks.in',
      'checks.item>checker.in',
      'checker.out>checks.result',
      'task.out>brief.task',
      'draft.out>brief.draft',
      'list.items>brief.questions',
      'checks.outcomes>brief.outcomes',
      'brief.prompt>final.in',
      'final.out>@.answer',
      'draft.out>@.draft',
      'brief.checks>@.checks',
      'brief.record>@.record',
    ),
  }
}
