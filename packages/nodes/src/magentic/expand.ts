import type { Body } from '@quorum/engine'
import { agentNode, toPort, wires } from '../pattern/body.ts'
import { namesOf } from '../pattern/people.ts'
import { speaker } from '../pattern/turns.ts'
import type { Params } from './definition.ts'

const ledgerSchema = (names: readonly string[]) => ({
  type: 'object',
  properties: {
    done: { type: 'boolean', description: 'The goal is reached' },
    looping: { type: 'boolean', description: 'The same is said or done again' },
    progress: { type: 'boolean', description: 'The last round brought it forward' },
    next: { type: 'string', enum: names, description: 'Who works next' },
    instruction: { type: 'string', description: 'What exactly they should do' },
  },
  required: ['done', 'looping', 'progress', 'next', 'instruction'],
  additionalProperties: false,
})

const factsTask =
  'List, under four headings: facts that are given; facts to look up; facts to derive; guesses. Short points, nothing else.'
const planTask = 'Make a plan: short points, who of the team does what, in which order.'

/**
 * goal → facts → plan → begin → rounds (loop of: ask → ledger → decide → [member] or [facts → plan] → note) → final.
 */
export function expand({ goal, team, manager, maxRounds, maxStalls, maxResets }: Params): Body {
  const people = team.map(({ name, model = '', prompt }) => ({ name, model, prompt }))
  const who = `The team:\n${team.map(({ name, prompt }) => `- ${name}: ${prompt}`).join('\n')}`
  const asManager = { model: manager.model, system: manager.prompt }
  const inside = { parent: 'rounds' }
  return {
    nodes: [
      { id: 'goal', kind: 'template', params: { text: goal || '{{ input }}' } },
      agentNode('facts', { ...asManager, prompt: `Goal:\n{{ input }}\n\n${factsTask}` }),
      { id: 'both', kind: 'magentic-both', params: {} },
      agentNode('plan', { ...asManager, prompt: `{{ input }}\n\n${who}\n\n${planTask}` }),
      { id: 'begin', kind: 'magentic-begin', params: {} },
      // A new plan is a round of the loop, though nobody of the team works in it.
      {
        id: 'rounds',
        kind: 'loop',
        params: { mode: 'until', when: 'state.done', maxIterations: maxRounds + maxResets + 2 },
      },
      { id: 'ask', kind: 'magentic-ask', ...inside, params: { who } },
      agentNode(
        'ledger',
        { ...asManager, prompt: '{{ input }}', schema: ledgerSchema(namesOf(team)) },
        { ...inside, ...toPort },
      ),
      { id: 'decide', kind: 'magentic-decide', ...inside, params: { people, maxRounds, maxStalls, maxResets } },
      speaker('member', 'rounds', toPort),
      agentNode('facts-again', { ...asManager, prompt: `{{ input }}\n\n${factsTask}` }, inside),
      agentNode(
        'plan-again',
        {
          ...asManager,
          prompt: `Goal:\n{{ state.goal }}\n\nFacts:\n{{ input }}\n\n${who}\n\nThe last plan did not work. ${planTask}`,
        },
        inside,
      ),
      { id: 'note', kind: 'magentic-note', ...inside, params: {} },
      { id: 'report', kind: 'magentic-report', params: {} },
      agentNode('final', asManager),
    ],
    edges: wires(
      '@.in>goal.in',
      'goal.out>facts.in',
      'goal.out>both.goal',
      'facts.out>both.facts',
      'both.prompt>plan.in',
      'both.state>begin.state',
      'plan.out>begin.plan',
      'begin.state>rounds.in',
      'rounds.state>ask.state',
      'ask.prompt>ledger.in',
      'rounds.state>decide.state',
      'ledger.out>decide.ledger',
      'ledger.error>decide.error',
      'decide.ask>member.in',
      'decide.replan>facts-again.in',
      'facts-again.out>plan-again.in',
      'decide.state>note.state',
      'member.out>note.said',
      'member.error>note.error',
      'facts-again.out>note.facts',
      'plan-again.out>note.plan',
      'note.state>rounds.result',
      'rounds.out>report.state',
      'report.prompt>final.in',
      'final.out>@.result',
      'report.ledgers>@.ledgers',
      'report.record>@.record',
    ),
  }
}
