import { Flow, type ModelRequest, portsOf, type Value } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { definitionOf } from '../definitions.ts'
import { kit } from '../runners.ts'
import { council } from './definition.ts'
import { labelAt, withoutNames } from './members.ts'
import { readRanking } from './reviewing.ts'

const flow = (params: Record<string, unknown> = {}, policy?: Record<string, unknown>) =>
  Flow.parse({
    format: 'quorum.flow/1',
    name: 'Council',
    nodes: [
      { id: 'q', kind: 'input', params: { fields: [{ name: 'question', required: true }] } },
      { id: 'council', kind: 'council', params, policy: { backoffMs: 0, attempts: 1, ...policy } },
      { id: 'answer', kind: 'output', params: { name: 'answer' } },
      { id: 'ranking', kind: 'output', params: { name: 'ranking' } },
      { id: 'dissent', kind: 'output', params: { name: 'dissent' } },
    ],
    edges: [
      { id: 'e1', source: 'q', target: 'council' },
      { id: 'e2', source: 'council', sourcePort: 'answer', target: 'answer' },
      { id: 'e3', source: 'council', sourcePort: 'ranking', target: 'ranking' },
      { id: 'e4', source: 'council', sourcePort: 'dissent', target: 'dissent' },
    ],
  })

const promptOf = ({ messages }: ModelRequest) => messages.map(({ content }) => content).join('\n')
const labelsIn = (request: ModelRequest) =>
  [...promptOf(request).matchAll(/^Answer ([A-Z]+):$/gm)].map(([, label]) => label ?? '')

/** A model in the three roles; reviewers rank by how early a text comes in the alphabet. */
function roles(overrides: Partial<Record<string, (request: ModelRequest, key: string) => Value>> = {}) {
  const requests: ModelRequest[] = []
  const answer = (request: ModelRequest, key: string): Value => {
    requests.push(request)
    const own = overrides[request.role ?? '']?.(request, key)
    if (own !== undefined) return own
    if (request.role === 'reviewer') {
      const texts = new Map(
        [...promptOf(request).matchAll(/^Answer ([A-Z]+):\n(.*)$/gm)].map(([, label = '', text = '']) => [label, text]),
      )
      const ranking = [...texts.keys()].sort((a, b) => ((texts.get(a) ?? '') < (texts.get(b) ?? '') ? -1 : 1))
      return { ranking, critique: 'Read with care.' }
    }
    if (request.role === 'chair') return 'The council says so.'
    const system = promptOf(request)
    return system.includes('go right') ? 'b: go ahead' : system.includes('go wrong') ? 'c: beware' : 'a: small steps'
  }
  return { answer, requests }
}

async function sit(params: Record<string, unknown> = {}, overrides: Parameters<typeof roles>[0] = {}, policy = {}) {
  const { answer, requests } = roles(overrides)
  const all = world({ kit, answer })
  await all.start(flow(params, policy), { question: 'What now?' })
  expect(all.bugs).toEqual([])
  return { view: all.view(), requests, asked: all.model.asked, log: all.log() }
}
type Record_ = {
  synthesised: boolean
  ranked: boolean
  labels: Record<string, string>
  answers: Value[]
  ballots: { valid: boolean }[]
}
const recordOf = (view: { nodes: Readonly<Record<string, { detail: Value }>> }) =>
  view.nodes.council?.detail as unknown as Record_

test('three members make seven calls, at the paths of their items', async () => {
  const { view, asked } = await sit()
  expect(view.status).toBe('completed')
  expect(asked.map((key) => key.split('/').slice(1, 3).join('/')).sort()).toEqual([
    'council/answers[0]',
    'council/answers[1]',
    'council/answers[2]',
    'council/chair',
    'council/reviews[0]',
    'council/reviews[1]',
    'council/reviews[2]',
  ])
  expect(council.calls?.(council.params.parse({}))).toBe(7)
  expect(view.output?.answer).toBe('The council says so.')
})

test('the ranking is that of the reviewers, by name, and who else was held best is the dissent', async () => {
  const { view } = await sit()
  expect(view.output?.ranking).toEqual([
    { member: 'Pragmatist', score: 2, meanRank: 1, ballots: 2 },
    { member: 'Optimist', score: 1, meanRank: 1.5, ballots: 2 },
    { member: 'Skeptic', score: 0, meanRank: 2, ballots: 2 },
  ])
  expect(view.output?.dissent).toEqual([{ member: 'Optimist', firstPlaces: 1, answer: 'b: go ahead' }])
})

test('no reviewer sees a name or its own answer, and labels stand for one member each', async () => {
  const { view, requests } = await sit(
    {},
    { member: (request) => `${promptOf(request).slice(0, 40)} signed by the Optimist` },
  )
  const reviews = requests.filter(({ role }) => role === 'reviewer')
  expect(reviews).toHaveLength(3)
  for (const request of reviews) {
    expect(promptOf(request)).not.toMatch(/Optimist|Skeptic|Pragmatist/)
    expect(labelsIn(request)).toHaveLength(2)
  }
  const { labels } = recordOf(view)
  expect(Object.keys(labels).sort()).toEqual(['A', 'B', 'C'])
  expect(new Set(Object.values(labels)).size).toBe(3)
})

test('with review “all” each reviewer also gets its own answer, in an order of its own', async () => {
  const { requests } = await sit({ review: 'all' })
  const orders = requests.filter(({ role }) => role === 'reviewer').map(labelsIn)
  for (const order of orders) expect([...order].sort()).toEqual(['A', 'B', 'C'])
})

test('an unreadable ballot is asked for once more, then counted as invalid and not guessed', async () => {
  let times = 0
  const first = (request: ModelRequest, key: string): Value | undefined => {
    if (!key.includes('reviews[0]')) return undefined
    times += 1
    return { ranking: ['A', 'A'], critique: labelsIn(request).join() }
  }
  const { view, asked } = await sit({}, { reviewer: first as () => Value })
  expect(times).toBe(2)
  expect(asked).toHaveLength(8)
  expect(recordOf(view).ballots.map(({ valid }) => valid)).toEqual([false, true, true])
  expect(view.status).toBe('completed')
})

test('without any valid ballot the chair works without a ranking, and the record says so', async () => {
  const { view, requests } = await sit({}, { reviewer: () => 'fail' })
  expect(view.status).toBe('completed')
  expect(recordOf(view).ranked).toBe(false)
  expect(promptOf(requests.find(({ role }) => role === 'chair') as ModelRequest)).toContain('no usable ranking')
})

test('a member that fails is left out and does not review', async () => {
  const { view, requests } = await sit(
    {},
    { member: (request) => (promptOf(request).includes('go wrong') ? 'fail' : 'fine') },
  )
  expect(view.status).toBe('completed')
  expect(requests.filter(({ role }) => role === 'reviewer')).toHaveLength(2)
  expect(recordOf(view).answers).toContainEqual(expect.objectContaining({ member: 'Skeptic', label: null }))
})

test('with fewer answers than needed the council fails and says who did not answer', async () => {
  const { view } = await sit({}, { member: () => 'fail' })
  expect(view.status).toBe('failed')
  expect(view.nodes.council?.error?.code).toBe('too-few-answers')
  expect(view.nodes.council?.error?.message).toContain('Skeptic')
})

test('if the chair fails the best ranked answer stands in, marked as not synthesised, unless that is not wanted', async () => {
  const { view } = await sit({}, { chair: () => 'fail' })
  expect(view.status).toBe('completed')
  expect(view.output?.answer).toBe('a: small steps')
  expect(recordOf(view).synthesised).toBe(false)
  const strict = await sit({ onChairFailure: 'fail' }, { chair: () => 'fail' })
  expect(strict.view.status).toBe('failed')
  expect(strict.view.nodes.council?.error?.code).toBe('model-error')
})

test('with revision each member is asked once more, with the reviews of its answer, and the chair reads the new ones', async () => {
  const revising = (request: ModelRequest): Value | undefined =>
    promptOf(request).includes('Your answer')
      ? `better ${/Your answer.*:\n(.)/.exec(promptOf(request))?.[1]}`
      : undefined
  const { view, asked, requests } = await sit({ revise: true }, { member: revising as () => Value })
  expect(view.status).toBe('completed')
  expect(asked).toHaveLength(10)
  const chair = promptOf(requests.find(({ role }) => role === 'chair') as ModelRequest)
  expect(chair).toContain('better a')
  expect(chair).not.toContain('a: small steps')
})

test('a council of one answers without reviews', async () => {
  const { view, asked } = await sit({ members: [{ name: 'Solo', prompt: '' }] })
  expect(view.status).toBe('completed')
  expect(asked).toHaveLength(2)
})

test('the ranking does not depend on the order of members', async () => {
  const members = council.params.parse({}).members
  const forward = await sit({ members })
  const backward = await sit({ members: [...members].reverse() })
  expect(backward.view.output?.ranking).toEqual(forward.view.output?.ranking)
})

test('the expansion is made of known kinds and ports', () => {
  for (const revise of [false, true]) {
    const body = council.expand?.(council.params.parse({ revise }))
    if (!body) throw new Error('a council has an inside')
    const nodes = new Map(body.nodes.map((node) => [node.id, node]))
    expect(nodes.size).toBe(body.nodes.length)
    for (const node of body.nodes) {
      expect(definitionOf(node.kind)?.params.safeParse(node.params).success).toBe(true)
    }
    const portsAt = (id: string) => {
      const node = nodes.get(id)
      const definition = definitionOf(node?.kind ?? '')
      return node && definition && portsOf({ position: { x: 0, y: 0 }, ...node }, definition)
    }
    for (const edge of body.edges) {
      const [source, sourcePort, target, targetPort] = [edge.source, edge.sourcePort, edge.target, edge.targetPort].map(
        String,
      )
      if (!source || !target) throw new Error('an edge has two ends')
      const inward = nodes.get(target)?.parent === source
      const outward = nodes.get(source)?.parent === target
      const outs = inward ? portsAt(source)?.inner?.outputs : portsAt(source)?.outputs
      const ins = outward ? portsAt(target)?.inner?.inputs : portsAt(target)?.inputs
      if (source !== '@') expect(outs?.map(({ id }) => id)).toContain(sourcePort)
      if (target !== '@') expect(ins?.map(({ id }) => id)).toContain(targetPort)
    }
  }
})

test('only a permutation of what was shown is a ranking', () => {
  expect(readRanking({ ranking: ['B', 'A'], critique: 'x' }, ['A', 'B']).ok).toBe(true)
  for (const ranking of [['A'], ['A', 'A'], ['A', 'B', 'C'], ['A', 'D'], 'A, B', null]) {
    expect(readRanking({ ranking, critique: '' }, ['A', 'B']).ok).toBe(false)
  }
})

test('names are taken out of answers without taking other words apart', () => {
  expect(withoutNames('As the optimist, I am optimistic. Al agrees, also.', ['Optimist', 'Al'])).toBe(
    'As the a member, I am optimistic. Al agrees, also.',
  )
  expect([0, 25, 26, 51, 52].map(labelAt)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA'])
})
