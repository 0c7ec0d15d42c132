import type { Body } from '@quorum/engine'
import { itemAgent, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

const reactionSchema = (topics: readonly string[]) => ({
  type: 'object',
  properties: {
    publish: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          topic: { type: 'string', enum: topics },
          text: { type: 'string', description: 'What others have to know' },
        },
        required: ['topic', 'text'],
        additionalProperties: false,
      },
      description: 'New events; empty if you only take note',
    },
  },
  required: ['publish'],
  additionalProperties: false,
})

/** event → begin → waves (loop of: deliver → reactions (pool) → publish) → close. */
export function expand({ topic, event, subscribers, maxHops, dedupe, attempts, maxReactions }: Params): Body {
  const all = subscribers.map(({ name, model = '', prompt, topics, publishes }) => ({
    ...{ name, model, prompt, topics, publishes },
  }))
  const topics = [...new Set([topic, ...all.flatMap((one) => [...one.topics, ...one.publishes])])]
  return {
    nodes: [
      { id: 'event', kind: 'template', params: { text: event || '{{ input }}' } },
      { id: 'begin', kind: 'publish-subscribe-begin', params: { subscribers: all, topic } },
      { id: 'waves', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: maxReactions } },
      { id: 'deliver', kind: 'publish-subscribe-deliver', parent: 'waves', params: { subscribers: all, maxReactions } },
      {
        id: 'reactions',
        kind: 'pool',
        parent: 'waves',
        params: { concurrency: all.length, maxItems: all.length, failure: 'collect' },
      },
      // What fails is delivered again by the next wave, in its order, and counted there.
      { ...itemAgent('subscriber', 'reactions', { schema: reactionSchema(topics) }), policy: { attempts: 1 } },
      {
        id: 'publish',
        kind: 'publish-subscribe-publish',
        parent: 'waves',
        params: { subscribers: all, maxHops, dedupe, attempts, maxReactions },
      },
      { id: 'close', kind: 'publish-subscribe-close', params: {} },
    ],
    edges: wires(
      '@.in>event.in',
      'event.out>begin.in',
      'begin.state>waves.in',
      'waves.state>deliver.state',
      'deliver.items>reactions.in',
      'reactions.item>subscriber.in',
      'subscriber.out>reactions.result',
      'waves.state>publish.state',
      'reactions.outcomes>publish.outcomes',
      'publish.state>waves.result',
      'waves.out>close.state',
      'close.events>@.events',
      'close.deadLetters>@.deadLetters',
      'close.record>@.record',
    ),
  }
}
