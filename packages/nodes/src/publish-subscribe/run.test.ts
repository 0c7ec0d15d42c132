import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, flowAround, runPattern, type Says, systemOf, textOfRequest } from '../pattern/testing.ts'
import { forecast, Params, publishSubscribe } from './definition.ts'
import type { DeadLetter, Event } from './run.ts'

const nameOf = (request: Parameters<Says>[0]) => /You are ([\w ]+)\./.exec(systemOf(request))?.[1] ?? ''
const subscriber = (name: string, topics: string[], publishes: string[] = []) => ({
  name,
  prompt: '-',
  topics,
  publishes,
})
const eventsOf = (output: Record<string, unknown>) => output.events as Event[]
const deadOf = (output: Record<string, unknown>) => output.deadLetters as DeadLetter[]
const publish = (...list: [topic: string, text: string][]) => ({
  publish: list.map(([topic, text]) => ({ topic, text })),
})

test('events go to whoever reacts to their topic, hop by hop, until nobody has anything to say', async () => {
  const says: Says = (request) => {
    const topic = { Warehouse: 'packed', Accounts: 'invoiced', Courier: 'shipped' }[nameOf(request)]
    return topic ? publish([topic, `${topic}!`]) : publish()
  }
  const { output, calls } = await runPattern(publishSubscribe, 'two lamps', { says })
  expect(eventsOf(output).map(({ topic, by, cause, hop }) => [topic, by, cause, hop])).toEqual([
    ['order', '', 0, 0],
    ['packed', 'Warehouse', 1, 1],
    ['invoiced', 'Accounts', 1, 1],
    ['shipped', 'Courier', 2, 2],
  ])
  expect([calls, deadOf(output)]).toEqual([5, []])
  expect(forecast(Params.parse({}))).toBe(5)
})

test('a circle ends after so many hops, and what nobody reacts to any more is a dead letter', async () => {
  let n = 0
  const subscribers = [subscriber('A', ['a', 'b'], ['b'])]
  const { output, calls } = await runPattern(publishSubscribe, 'x', {
    params: { topic: 'a', subscribers, maxHops: 4 },
    says: () => publish(['b', `again ${++n}`]),
  })
  expect(calls).toBe(4)
  expect(deadOf(output)).toEqual([{ event: 5, subscriber: 'A', reason: 'More than 4 hops.' }])
})

test('the same again is not published twice; to a topic that is not its own nobody publishes', async () => {
  const subscribers = [subscriber('A', ['a', 'b'], ['b']), subscriber('B', ['b'])]
  const { output } = await runPattern(publishSubscribe, 'x', {
    params: { topic: 'a', subscribers },
    says: () => publish(['b', 'the same'], ['a', 'not allowed']),
  })
  expect(eventsOf(output).map(({ topic }) => topic)).toEqual(['a', 'b'])
})

test('a delivery that fails is made again; after so many times it is a dead letter and the others go on', async () => {
  let failures = 0
  const subscribers = [subscriber('A', ['a'], ['b']), subscriber('B', ['a', 'b'])]
  const { output, calls } = await runPattern(publishSubscribe, 'x', {
    params: { topic: 'a', subscribers },
    says: (request) => {
      if (nameOf(request) === 'A') return publish(['b', 'word'])
      return textOfRequest(request).includes('“a”') && ++failures ? 'fail' : publish()
    },
  })
  expect([failures, calls]).toEqual([3, 5])
  expect(deadOf(output)).toMatchObject([{ event: 1, subscriber: 'B' }])
  const none = await runPattern(publishSubscribe, 'x', { says: () => 'fail' })
  expect(none.node?.error?.code).toBe('all-failed')
})

test('every event is handled once by each of its subscribers, in order, or is a dead letter', () => {
  const topics = ['a', 'b', 'c']
  const some = fc.uniqueArray(fc.constantFrom(...topics))
  const drawn = fc.array(fc.tuple(some, some), { minLength: 1, maxLength: 4 })
  return fc.assert(
    fc.asyncProperty(
      drawn,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 25 }),
      fc.array(fc.boolean(), { minLength: 5, maxLength: 9 }),
      async (list, maxHops, maxReactions, fails) => {
        const subscribers = [
          subscriber('S0', ['a'], topics),
          ...list.map(([on, to], i) => subscriber(`S${i + 1}`, on.length > 0 ? on : ['a'], to)),
        ]
        let at = 0
        const handled: { by: string; text: string }[] = []
        const { output, view, calls } = await runPattern(publishSubscribe, 'first', {
          params: { topic: 'a', subscribers, maxHops, maxReactions },
          says: (request) => {
            if (fails[at++ % fails.length]) return 'fail'
            const text = textOfRequest(request).split('\n').at(-1) ?? ''
            handled.push({ by: nameOf(request), text })
            return publish(...topics.map((topic): [string, string] => [topic, `${topic}${at}`]))
          },
        })
        expect(calls).toBeLessThanOrEqual(maxReactions)
        if (view.status !== 'completed') return
        const events = eventsOf(output)
        expect(Math.max(...events.map(({ hop }) => hop))).toBeLessThanOrEqual(maxHops)
        for (const { name, topics: mine } of subscribers) {
          const due = events.filter(({ topic }) => mine.includes(topic))
          const dead = new Set(deadOf(output).flatMap(({ event, subscriber: to }) => (to === name ? [event] : [])))
          expect(handled.filter(({ by }) => by === name).map(({ text }) => text)).toEqual(
            due.filter(({ id }) => !dead.has(id)).map(({ text }) => text),
          )
        }
      },
    ),
    { numRuns: 25 },
  )
})

test('topics nobody publishes to, or reacts to, are said at once', () => {
  const node = flowAround(publishSubscribe).nodes[1] as never
  const paths = (params: Record<string, unknown>) =>
    publishSubscribe.check?.(Params.parse(params), node).map(({ path }) => path)
  expect(paths({})).toEqual([])
  expect(paths({ topic: 'a', subscribers: [subscriber('A', ['b'])] })).toEqual([
    'params.subscribers[0].topics',
    'params.topic',
  ])
})

test('the inside is made of known kinds and ports', () => expectSoundBody(publishSubscribe, {}))
