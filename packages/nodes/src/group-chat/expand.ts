import type { Body } from '@quorum/engine'
import { agentNode, toPort, wires } from '../pattern/body.ts'
import { namesOf } from '../pattern/people.ts'
import { speaker } from '../pattern/turns.ts'
import type { Params } from './definition.ts'

/** topic → begin → turns (loop of: next → [moderator → seat →] speaker → note) → close. */
export function expand({
  topic,
  participants,
  selection,
  moderator,
  allowRepeat,
  maxTurns,
  stop,
  phrase,
}: Params): Body {
  const chosen = selection === 'agent'
  const people = participants.map(({ name, model = '', prompt }) => ({ name, model, prompt }))
  const rules = { stop, phrase }
  return {
    nodes: [
      { id: 'topic', kind: 'template', params: { text: topic || '{{ input }}' } },
      { id: 'begin', kind: 'group-chat-begin', params: {} },
      { id: 'turns', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: maxTurns } },
      { id: 'next', kind: 'group-chat-next', parent: 'turns', params: { people, chosen, ...rules } },
      ...(chosen
        ? [
            agentNode(
              'moderator',
              {
                model: moderator.model,
                system: moderator.prompt,
                prompt: '{{ input }}',
                schema: {
                  type: 'object',
                  properties: { speaker: { type: 'string', enum: namesOf(participants) } },
                  required: ['speaker'],
                  additionalProperties: false,
                },
              },
              { parent: 'turns', ...toPort },
            ),
            { id: 'seat', kind: 'group-chat-seat', parent: 'turns', params: { people, allowRepeat, ...rules } },
          ]
        : []),
      speaker('speaker', 'turns', toPort),
      {
        id: 'note',
        kind: 'group-chat-note',
        parent: 'turns',
        params: { names: namesOf(participants), maxTurns, ...rules },
      },
      { id: 'close', kind: 'group-chat-close', params: { phrase: stop === 'turns' ? '' : phrase } },
    ],
    edges: wires(
      '@.in>topic.in',
      'topic.out>begin.in',
      'begin.state>turns.in',
      'turns.state>next.state',
      ...(chosen
        ? [
            'next.question>moderator.in',
            'turns.state>seat.state',
            'moderator.out>seat.choice',
            'moderator.error>seat.error',
            'seat.ask>speaker.in',
            'seat.state>note.state',
          ]
        : ['next.ask>speaker.in', 'next.state>note.state']),
      'speaker.out>note.said',
      'speaker.error>note.error',
      'note.state>turns.result',
      'turns.out>close.state',
      'close.conclusion>@.conclusion',
      'close.thread>@.thread',
      'close.record>@.record',
    ),
  }
}
