import { defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { issue, model, namedModels, plural, template, templateParams } from '../params.ts'
import { namesOf, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

const topic = z.string().min(1).max(64)

const Subscriber = z.looseObject({
  name: z.string().min(1).max(64).meta({ title: 'Name', description: 'Shown with what it publishes.' }),
  model: model(),
  prompt: template('Instructions', 'How it reacts to an event.'),
  topics: z.array(topic).min(1).max(20).meta({ title: 'Reacts to', description: 'Topics.' }),
  publishes: z
    .array(topic)
    .max(20)
    .default([])
    .meta({ title: 'Publishes', description: 'Topics it may publish to. Empty: it only listens.' }),
})
export type Subscriber = z.infer<typeof Subscriber>

const initial = [
  {
    name: 'Warehouse',
    prompt: 'You check whether an order can be packed, and publish what you set aside.',
    topics: ['order'],
    publishes: ['packed'],
  },
  {
    name: 'Accounts',
    prompt: 'You write the invoice for an order, in two lines.',
    topics: ['order'],
    publishes: ['invoiced'],
  },
  {
    name: 'Courier',
    prompt: 'You plan the delivery of what was packed, and publish day and way.',
    topics: ['packed'],
    publishes: ['shipped'],
  },
  {
    name: 'Customer care',
    prompt: 'You write the message to the customer about what has happened, in two sentences.',
    topics: ['invoiced', 'shipped'],
    publishes: ['told'],
  },
]

export const Params = z.looseObject({
  topic: topic
    .default('order')
    .meta({ title: 'First topic', description: 'What reaches this node is published here.' }),
  event: task('First event', 'Its text. {{ input }} is what reaches this node.'),
  subscribers: z
    .array(Subscriber)
    .min(1)
    .max(50)
    .default(initial)
    .meta({ title: 'Subscribers', description: 'Each reacts to its topics by itself. Nobody is in charge.' }),
  maxHops: z.int().min(1).max(100).default(10).meta({
    title: 'Hops',
    description: 'An event so many steps away from the first one is kept, but nobody reacts to it any more.',
  }),
  dedupe: z.boolean().default(true).meta({
    title: 'Once only',
    description: 'What was already published to a topic, word for word, is not published again.',
  }),
  attempts: z.int().min(1).max(20).default(3).meta({
    title: 'Deliveries',
    description: 'So often an event is given to a subscriber that fails. Then it is a dead letter.',
  }),
  maxReactions: z
    .int()
    .min(1)
    .max(10_000)
    .default(200)
    .meta({ title: 'Reactions', description: 'At most, in all. What is left then becomes dead letters.' }),
})
export type Params = z.infer<typeof Params>

/** Agents react to topics and publish to topics, with nobody in the middle (CATALOGUE X19; Hohpe and Woolf, 2003). */
export const publishSubscribe = defineNode({
  kind: 'publish-subscribe',
  title: 'Publish-Subscribe',
  category: 'agent',
  summary: 'Agents react to events and publish new ones; nobody is in charge.',
  aliases: ['pub/sub', 'choreography', 'mesh', 'event driven', 'event bus', 'all-to-all', 'network', 'topics'],
  icon: 'network',
  patternId: 'X19',
  cost: 'a call per reaction',
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('events', 'events', 'list'), port('deadLetters', 'dead letters', 'list')],
  }),
  fact: ({ subscribers }) => plural(subscribers.length, 'subscriber'),
  rows: ({ subscribers, maxHops, topic: first }) => [
    { label: 'Begins with', value: first },
    { label: 'Subscribers', value: namesOf(subscribers).join(', ') },
    { label: 'Hops', value: `at most ${maxHops}` },
  ],
  width: 320,
  strip: true,
  verb: 'Reacting',
  callsOut: () => true,
  templates: ({ subscribers, event }) => [...promptsOf('subscribers', subscribers), ...templateParams({ event })],
  models: ({ subscribers }) => namedModels(...subscribers.map((one) => one.model)),
  calls: forecast,
  wantsBudget: true,
  expand,
  check,
})

/** If every reaction publishes to all it may: deliveries, hop by hop. */
export function forecast({ topic: first, subscribers, maxHops, maxReactions }: Params): number {
  let level = new Map([[first, 1]])
  let sum = 0
  for (let hop = 0; hop < maxHops && level.size > 0 && sum < maxReactions; hop++) {
    const next = new Map<string, number>()
    for (const { topics, publishes } of subscribers) {
      const heard = topics.reduce((all, name) => all + (level.get(name) ?? 0), 0)
      sum += heard
      if (heard > 0) for (const name of publishes) next.set(name, (next.get(name) ?? 0) + heard)
    }
    level = next
  }
  return Math.min(sum, maxReactions)
}

function check({ topic: first, subscribers }: Params, node: FlowNode): FlowIssue[] {
  const published = new Set([first, ...subscribers.flatMap(({ publishes }) => publishes)])
  const deaf = subscribers.flatMap(({ name, topics }, i) =>
    topics.some((one) => published.has(one))
      ? []
      : [
          issue(
            node,
            'unknown-name',
            `subscribers[${i}].topics`,
            `“${name}” never hears anything: nobody publishes to ${topics.map((one) => `“${one}”`).join(' or ')}.`,
          ),
        ],
  )
  const unheard = subscribers.some(({ topics }) => topics.includes(first))
    ? []
    : [issue(node, 'unknown-name', 'topic', `Nobody reacts to “${first}”. Use a topic somebody reacts to.`)]
  return [...sameNames(node, 'subscribers', subscribers), ...deaf, ...unheard]
}
