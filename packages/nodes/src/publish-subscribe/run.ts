import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import type { WorkItem } from '../pattern/body.ts'
import { asValue, errorOf, fromPiece, namedOutcomes } from '../pattern/json.ts'
import type { beginParams, deliverParams, publishParams } from './pieces.ts'

export type Event = {
  /** Place in `events`, from 1. */
  readonly id: number
  readonly topic: string
  readonly text: string
  /** Who published it; empty for the first. */
  readonly by: string
  /** The event it was a reaction to; 0 for the first. */
  readonly cause: number
  /** Steps from the first event. */
  readonly hop: number
}
export type DeadLetter = { readonly event: number; readonly subscriber: string; readonly reason: string }
type State = {
  readonly events: readonly Event[]
  /** By subscriber: ids of events it has yet to handle, in the order they were published. */
  readonly queues: readonly (readonly number[])[]
  /** By subscriber: failed deliveries of the first in its queue. */
  readonly tries: readonly number[]
  readonly deadLetters: readonly DeadLetter[]
  readonly reactions: number
  readonly handled: number
  readonly done: boolean
}
type Subscribers = z.infer<typeof deliverParams>['subscribers']

const runBegin: NodeBehaviour<z.infer<typeof beginParams>> = {
  inTurn({ subscribers, topic }, { value }) {
    const first: Event = { id: 1, topic, text: textOf(value), by: '', cause: 0, hop: 0 }
    const state: State = {
      events: [first],
      queues: subscribers.map(({ topics }) => (topics.includes(topic) ? [1] : [])),
      tries: subscribers.map(() => 0),
      deadLetters: [],
      reactions: 0,
      handled: 0,
      done: false,
    }
    return completed({ state: asValue(state) }, recordOf(state))
  },
}

/** Who reacts in this wave: everybody for whom something is there, each to one event, so that order is kept. */
const wave = ({ queues, reactions }: State, most: number): number[] =>
  queues.flatMap((queue, at) => (queue.length > 0 ? [at] : [])).slice(0, most - reactions)

const runDeliver: NodeBehaviour<z.infer<typeof deliverParams>> = {
  inTurn({ subscribers, maxReactions }, { value }) {
    const state = fromPiece<State>(value)
    const items = wave(state, maxReactions).map((at): WorkItem => {
      const { name, model, prompt, publishes } = subscribers[at] as Subscribers[number]
      const { topic, text, by } = state.events[(state.queues[at]?.[0] ?? 1) - 1] as Event
      const may =
        publishes.length === 0
          ? 'You only take note: publish nothing.'
          : `You may publish to these topics only: ${publishes.join(', ')}.`
      const system = `${prompt}\n\nYou are ${name}. You react to events by yourself; nobody tells you what to do. ${may} Publish nothing if nobody has to know anything new.`
      return { model, system, prompt: `Event on “${topic}”${by ? `, from ${by}` : ''}:\n${text}` }
    })
    return completed({ items: asValue(items) })
  },
}

const runPublish: NodeBehaviour<z.infer<typeof publishParams>> = {
  inTurn({ subscribers, maxHops, dedupe, attempts, maxReactions }, { ports }) {
    const before = fromPiece<State>(ports.state)
    const reacting = wave(before, maxReactions)
    const outcomes = namedOutcomes(
      ports.outcomes,
      reacting.map((at) => subscribers[at]?.name ?? ''),
    )
    const events = [...before.events]
    const queues = before.queues.map((queue) => [...queue])
    const tries = [...before.tries]
    const deadLetters = [...before.deadLetters]
    const reactions = before.reactions + reacting.length
    let { handled } = before
    for (const [i, at] of reacting.entries()) {
      const { name, publishes } = subscribers[at] as Subscribers[number]
      const id = before.queues[at]?.[0] ?? 1
      const cause = events[id - 1] as Event
      const { status, value, error } = outcomes[i] ?? { status: 'failed', value: null, error: errorOf(undefined) }
      if (status !== 'ok') {
        tries[at] = (tries[at] ?? 0) + 1
        if (tries[at] < attempts) continue
        deadLetters.push({ event: id, subscriber: name, reason: error?.message ?? 'It gave no answer.' })
      } else handled++
      tries[at] = 0
      queues[at]?.shift()
      for (const { topic, text } of published(value, publishes)) {
        if (dedupe && events.some((one) => one.topic === topic && one.text === text)) continue
        const event: Event = { id: events.length + 1, topic, text, by: name, cause: id, hop: cause.hop + 1 }
        events.push(event)
        for (const [to, { name: listener, topics }] of subscribers.entries()) {
          if (!topics.includes(topic)) continue
          if (event.hop < maxHops) queues[to]?.push(event.id)
          else deadLetters.push({ event: event.id, subscriber: listener, reason: `More than ${maxHops} hops.` })
        }
      }
    }
    const over = reactions >= maxReactions
    if (over)
      for (const [at, queue] of queues.entries())
        for (const event of queue.splice(0))
          deadLetters.push({
            event,
            subscriber: subscribers[at]?.name ?? '',
            reason: `More than ${maxReactions} reactions.`,
          })
    const done = queues.every((queue) => queue.length === 0)
    const next: State = { events, queues, tries, deadLetters, reactions, handled, done }
    return completed({ state: asValue(next) }, recordOf(next))
  },
}

/** What a reaction publishes, to topics it may publish to; anything else in it is passed over. */
function published(value: Value | undefined, publishes: readonly string[]): { topic: string; text: string }[] {
  const list = isRecord(value) && Array.isArray(value.publish) ? (value.publish as Value[]) : []
  return list.slice(0, 20).flatMap((one) => {
    const topic = isRecord(one) ? textOf((one.topic ?? '') as Value) : ''
    const text = isRecord(one) ? textOf((one.text ?? '') as Value).trim() : ''
    return publishes.includes(topic) && text !== '' ? [{ topic, text }] : []
  })
}

const recordOf = ({ events, deadLetters, reactions }: State): Value => ({
  reactions,
  events: events.length,
  dead: deadLetters.length,
  hops: Math.max(...events.map(({ hop }) => hop)),
  last: events.slice(-20).map(({ topic, by }) => ({ topic, by })),
  topics: Object.fromEntries(
    [...new Set(events.map(({ topic }) => topic))]
      .slice(0, 50)
      .map((name) => [name, events.filter(({ topic }) => topic === name).length]),
  ),
})

const runClose: NodeBehaviour = {
  inTurn(_, { value }) {
    const state = fromPiece<State>(value)
    const { events, deadLetters, handled } = state
    if (handled === 0) return failed('all-failed', `Nobody could react. ${deadLetters[0]?.reason ?? ''}`)
    return completed({ events: asValue(events), deadLetters: asValue(deadLetters), record: recordOf(state) })
  },
}

export const runners = {
  'publish-subscribe': {},
  'publish-subscribe-begin': runBegin,
  'publish-subscribe-deliver': runDeliver,
  'publish-subscribe-publish': runPublish,
  'publish-subscribe-close': runClose,
}
