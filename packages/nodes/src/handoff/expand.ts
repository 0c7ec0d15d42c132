import type { Body } from '@quorum/engine'
import { wires } from '../pattern/body.ts'
import { namesOf } from '../pattern/people.ts'
import { speaker } from '../pattern/turns.ts'
import type { Params } from './definition.ts'

const turnSchema = (names: readonly string[]) => ({
  type: 'object',
  properties: {
    action: { type: 'string', enum: ['answer', 'transfer'], description: 'Whether you answer, or hand over' },
    to: { type: 'string', enum: ['', ...names], description: 'To whom, if you hand over' },
    text: { type: 'string', description: 'Your answer, or a note for whoever gets it' },
  },
  required: ['action', 'to', 'text'],
  additionalProperties: false,
})

/** message → begin → turns (loop of: floor → owner → note) → close. */
export function expand({ agents, message, maxHandoffs, history, pingPongLimit }: Params): Body {
  const names = namesOf(agents)
  const people = agents.map(({ name, model = '', prompt, to }) => ({
    name,
    model,
    prompt,
    to: to.length > 0 ? to : names.filter((other) => other !== name),
  }))
  return {
    nodes: [
      { id: 'message', kind: 'template', params: { text: message || '{{ input }}' } },
      { id: 'begin', kind: 'handoff-begin', params: { first: names[0] } },
      { id: 'turns', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: maxHandoffs + 1 } },
      { id: 'floor', kind: 'handoff-floor', parent: 'turns', params: { people, history } },
      speaker('owner', 'turns', { schema: turnSchema(names) }),
      { id: 'note', kind: 'handoff-note', parent: 'turns', params: { people, maxHandoffs, pingPongLimit } },
      { id: 'close', kind: 'handoff-close', params: {} },
    ],
    edges: wires(
      '@.in>message.in',
      'message.out>begin.in',
      'begin.state>turns.in',
      'turns.state>floor.state',
      'floor.ask>owner.in',
      'turns.state>note.state',
      'owner.out>note.turn',
      'note.state>turns.result',
      'turns.out>close.state',
      'close.answer>@.answer',
      'close.owner>@.owner',
      'close.path>@.path',
      'close.escalate>@.escalate',
      'close.record>@.record',
    ),
  }
}
