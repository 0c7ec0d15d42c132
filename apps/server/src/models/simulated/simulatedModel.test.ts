import { type ModelMessage, type ModelRequest, StepFailure } from '@quorum/engine'
import { schemaProblem } from '@quorum/nodes/runners'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createModels } from '../createModels.ts'

const never = new AbortController().signal
const noFetch = () => Promise.reject(new Error('the practice model never touches the network'))
const question = 'Should we move our payment service to microservices this year?'

/** A clock that only writes down what was waited for. */
function recordingModels(seed?: number) {
  const waits: number[] = []
  const models = createModels({
    fetch: noFetch,
    sleep: async (ms) => void waits.push(ms),
    ...(seed !== undefined && { seed }),
  })
  return { models, waits }
}
const ask = async (request: Partial<ModelRequest>, { models } = recordingModels(), key = 'run/step/1') => {
  const deltas: string[] = []
  const answer = await models.call(
    { model: 'simulated/fast', messages: [{ role: 'user', content: question }], ...request },
    { signal: never, idempotencyKey: key, onText: (delta) => deltas.push(delta) },
  )
  return { ...answer, deltas }
}
const failureOf = async (work: Promise<unknown>) => {
  const error = await work.catch((error: unknown) => error)
  expect(error).toBeInstanceOf(StepFailure)
  return error as StepFailure
}
const system = (content: string) => ({
  messages: [
    { role: 'system' as const, content },
    { role: 'user' as const, content: question },
  ],
})

describe('determinism', () => {
  test('the same request with the same seed gives the same answer, another seed another one', async () => {
    const request = { seed: 7 }
    expect((await ask(request)).text).toBe((await ask(request)).text)
    expect((await ask({ seed: 8 })).text).not.toBe((await ask(request)).text)
    expect((await ask(request, recordingModels(1))).text).not.toBe((await ask(request)).text)
  })

  test('whether a call fails depends on the attempt, what it answers does not', async () => {
    const model = 'simulated/fast?errorRate=0.5'
    const texts = new Set<string>()
    let failures = 0
    for (let attempt = 1; attempt <= 30; attempt++) {
      await ask({ model, seed: 1 }, recordingModels(), `run/step/${attempt}`).then(
        ({ text }) => texts.add(text),
        () => failures++,
      )
    }
    expect(texts.size).toBe(1)
    expect(failures).toBeGreaterThan(3)
    expect(failures).toBeLessThan(27)
  })

  test('failFirst fails so many tries, whether they are attempts of the step or rounds around it', async () => {
    const model = 'simulated/fast?failFirst=2'
    const fails = (key: string) => ask({ model }, recordingModels(), key).then(...([() => false, () => true] as const))
    const keys = ['r/a/1', 'r/a/2', 'r/a/3', 'r/heal#2/a/1', 'r/heal#2/a/2', 'r/heal#3/a/1']
    expect(await Promise.all(keys.map(fails))).toEqual([true, true, false, true, false, false])
  })
})

describe('plausible answers', () => {
  test('take up the question and speak in their role', async () => {
    const roles = [
      'You are an optimist.',
      'You are a skeptic.',
      'You are a pragmatist.',
      'You analyse security.',
      'You analyse performance.',
      'You analyse code quality.',
    ]
    const texts = await Promise.all(roles.map(async (role) => (await ask({ ...system(role), seed: 3 })).text))
    expect(new Set(texts).size).toBe(roles.length)
    for (const text of texts) {
      expect(text).toMatch(/microservices|payment/)
      expect(text.split(/[.!?](?:\s|$)/).filter(Boolean).length).toBeGreaterThanOrEqual(2)
    }
  })

  test('who argues a side argues that side, whatever else the instructions say', async () => {
    const said = async (told: string) => (await ask({ ...system(told), seed: 3 })).text
    const pro = await said('You argue for it. Look for evidence, name the risks.')
    expect(pro).toMatch(/real opportunity|worth doing|excites me/)
    const con = await said('You argue against it. Look for what goes wrong and for better ways.')
    expect(con).toMatch(/not convinced|the other side|rests on assumptions/)
  })

  test('a chair mentions dissent, a summary its items', async () => {
    const answers =
      'Answer A:\nWe should begin with one small service. It is safe.\n\nAnswer B:\nStay with what works today. Costs are unclear.'
    const chair = await ask({
      messages: [
        { role: 'system', content: 'You are the chair.' },
        { role: 'user', content: `Question: ${question}\n\n${answers}` },
      ],
    })
    expect(chair.text).toMatch(/dissent/i)
    expect(chair.text).toMatch(/one small service|what works today/)
    const summary = await ask({
      messages: [{ role: 'user', content: 'Summarize: ["Paris is large.", "Rome is old.", "Oslo is cold."]' }],
    })
    for (const item of ['3 items', 'Paris is large', 'Rome is old', 'Oslo is cold'])
      expect(summary.text).toContain(item)
  })

  test('one of the given options is chosen, and most agree', async () => {
    const messages = [
      { role: 'user' as const, content: `${question} Answer with exactly one of: Alpha, Beta or Gamma.` },
    ]
    const votes = new Map<string, number>()
    for (let seed = 0; seed < 60; seed++) {
      const { text } = await ask({ messages, seed })
      votes.set(text, (votes.get(text) ?? 0) + 1)
    }
    expect([...votes.keys()].sort()).toEqual(['Alpha', 'Beta', 'Gamma'])
    expect(Math.max(...votes.values())).toBeGreaterThan(30)
  })

  const ranking = {
    type: 'object',
    properties: {
      ranking: { type: 'array', items: { enum: ['A', 'B', 'C', 'D'] }, uniqueItems: true, minItems: 4, maxItems: 4 },
    },
    required: ['ranking'],
  }

  // The council's own schema says only how many.
  const withoutWord = JSON.parse(JSON.stringify(ranking).replace('"uniqueItems":true,', ''))

  test('a ranking is a permutation of the labels, and reviewers differ', async () => {
    const orders = new Set<string>()
    for (let seed = 0; seed < 20; seed++) {
      const schema = seed % 2 ? ranking : withoutWord
      const { object } = await ask({ ...system('You rank answers.'), schema, seed })
      const order = (object as { ranking: string[] }).ranking
      expect([...order].sort()).toEqual(['A', 'B', 'C', 'D'])
      orders.add(order.join(''))
    }
    expect(orders.size).toBeGreaterThan(1)
  })

  test('a loop of writer and gate passes by its third round and seldom at once', async () => {
    const verdict = {
      type: 'object',
      properties: {
        pass: { type: 'boolean' },
        score: { type: 'number', minimum: 0, maximum: 10 },
        reasons: { type: 'array', items: { type: 'string' }, minItems: 1 },
      },
    }
    let atOnce = 0
    for (let seed = 0; seed < 20; seed++) {
      let [draft, scores]: [string, number[]] = ['', []]
      let reasons: string[] = []
      for (let round = 1; round <= 3; round++) {
        const feedback =
          round === 1
            ? ''
            : `\nYour draft of round ${round - 1} was not accepted: ${draft}\nReasons: ${reasons.join(' ')}`
        draft = (
          await ask({
            messages: [{ role: 'user', content: `Write about ${question}${feedback}` }],
            seed: seed * 10 + round,
          })
        ).text
        const { object } = await ask({
          messages: [{ role: 'user', content: `Does this fulfil the criteria?\n${draft}` }],
          schema: verdict,
          seed: seed * 100 + round,
          role: 'gate',
        })
        const { pass, score, reasons: given } = object as { pass: boolean; score: number; reasons: string[] }
        scores = [...scores, score]
        expect(pass).toBe(score >= 7)
        reasons = given
        if (pass) break
      }
      if (scores.length === 1) atOnce++
      expect(scores.at(-1)).toBeGreaterThanOrEqual(7)
    }
    expect(atOnce).toBeLessThan(10)
  })
})

describe('schemas', () => {
  const leaf = fc.oneof(
    fc.constant({ type: 'string' }),
    fc.record({ type: fc.constant('string'), minLength: fc.nat(40), maxLength: fc.integer({ min: 40, max: 200 }) }),
    fc.constantFrom(
      { type: 'string', format: 'date' },
      { type: 'string', format: 'email' },
      { type: 'string', format: 'uuid' },
      { type: 'string', format: 'date-time' },
    ),
    fc.constant({ type: 'boolean' }),
    fc.constant({ type: 'null' }),
    fc.constant({ type: ['string', 'null'] }),
    fc.record({ const: fc.oneof(fc.string(), fc.integer(), fc.boolean()) }),
    fc.record({ enum: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 5 }) }),
    fc.integer({ min: -1000, max: 1000 }).chain((minimum) =>
      fc.record({
        type: fc.constantFrom('integer', 'number'),
        minimum: fc.constant(minimum),
        maximum: fc.integer({ min: minimum, max: minimum + 100 }),
      }),
    ),
    fc
      .integer({ min: -10, max: 10 })
      .map((low) => ({ type: 'number', exclusiveMinimum: low, exclusiveMaximum: low + 1 })),
    fc.record({
      type: fc.constant('integer'),
      minimum: fc.constant(0),
      maximum: fc.constant(100),
      multipleOf: fc.integer({ min: 1, max: 10 }),
    }),
  )
  const name = fc.oneof(
    fc.constantFrom('score', 'reasons', 'title', 'answer', 'choice', 'summary', '__proto__x', 'a b'),
    fc.string({ minLength: 1, maxLength: 8 }),
  )
  const { schema: schemas } = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .dictionary(name, tie('schema'), { maxKeys: 4, noNullPrototype: true })
        .chain((properties) =>
          fc
            .subarray(Object.keys(properties))
            .map((required) => ({ type: 'object', properties, required, additionalProperties: false })),
        ),
      fc
        .tuple(tie('schema'), fc.nat(3), fc.nat(3))
        .map(([items, minItems, more]) => ({ type: 'array', items, minItems, maxItems: minItems + more })),
      fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 6 }).chain((labels) =>
        fc.nat(labels.length).map((minItems) => ({
          type: 'array',
          items: { type: 'string', enum: labels },
          uniqueItems: true,
          minItems,
        })),
      ),
      fc.nat(4).map((minItems) => ({ type: 'array', items: { type: 'integer' }, uniqueItems: true, minItems })),
      fc
        .array(tie('schema'), { minLength: 1, maxLength: 3 })
        .chain((all) => fc.constantFrom({ anyOf: all }, { oneOf: all.slice(0, 1) })),
    ),
  }))

  test('whatever the schema, the object obeys it', async () => {
    await fc.assert(
      fc.asyncProperty(
        schemas,
        fc.nat(),
        fc.constantFrom('simulated/fast', 'simulated/fast?noise=1'),
        async (schema, seed, model) => {
          const { object = null, text } = await ask({ schema, seed, model })
          expect(schemaProblem(object, schema)).toBeNull()
          expect(JSON.parse(text)).toEqual(object)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('references, also recursive ones, come to an end', async () => {
    const schema = {
      $defs: {
        tree: {
          type: 'object',
          properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/tree' } } },
          required: ['name'],
        },
      },
      $ref: '#/$defs/tree',
    }
    const { object = null } = await ask({ schema })
    expect(schemaProblem(object, schema)).toBeNull()
  })
})

describe('time', () => {
  test('fast waits for nothing and says everything at once', async () => {
    const recorded = recordingModels()
    const { deltas, text } = await ask({}, recorded)
    expect(recorded.waits).toEqual([])
    expect(deltas).toEqual([text])
  })

  test('standard thinks for 300 to 900 ms, then writes about 40 tokens a second', async () => {
    const recorded = recordingModels()
    const { deltas, text, usage } = await ask({ model: 'simulated/standard' }, recorded)
    const [latency = 0, ...pauses] = recorded.waits
    expect(latency).toBeGreaterThanOrEqual(300)
    expect(latency).toBeLessThanOrEqual(900)
    expect(deltas.join('')).toBe(text)
    expect(deltas.length).toBeGreaterThan(5)
    const perSecond = usage.outputTokens / (pauses.reduce((sum, ms) => sum + ms, 0) / 1000)
    expect(perSecond).toBeGreaterThan(30)
    expect(perSecond).toBeLessThan(50)
  })

  test('an abort ends it while it waits', async () => {
    const abort = new AbortController()
    const models = createModels({
      fetch: noFetch,
      sleep: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true })
          abort.abort(new Error('cancelled'))
        }),
    })
    const call = models.call(
      { model: 'simulated/standard', messages: [{ role: 'user', content: question }] },
      { signal: abort.signal, idempotencyKey: 'k', onText: () => {} },
    )
    await expect(call).rejects.toThrow('cancelled')
  })

  test('usage is estimated, free and marked as simulated', async () => {
    const { usage, text } = await ask({})
    expect(usage).toMatchObject({ calls: 1, usd: 0, simulated: true, outputTokens: Math.ceil(text.length / 4) })
    expect(usage.inputTokens).toBeGreaterThan(10)
  })
})

describe('parameters', () => {
  test.each([
    ['simulated/fats', 'unknown-model', /simulated\/fast/],
    ['simulated/constructor', 'unknown-model', /no practice model/],
    ['simulated/fast?latency=3', 'invalid-request', /“latency”.*latencyMs/],
    ['simulated/fast?errorRate=2', 'invalid-request', /errorRate.*from 0 to 1.*“2”/],
    ['simulated/fast?noise=lots', 'invalid-request', /noise/],
    ['simulated/fast?noise=', 'invalid-request', /noise/],
    ['gpt-5', 'unknown-model', /<provider>\/<model>/],
    ['mystery/gpt', 'unknown-model', /simulated, local, openai/],
    ['openai/', 'unknown-model', /names no model/],
  ])('%s is refused as %s', async (model, code, message) => {
    const failure = await failureOf(ask({ model }))
    expect(failure).toMatchObject({ code, retryable: false })
    expect(failure.message).toMatch(message)
    expect(recordingModels().models.knows(model)).toBe(failure.message)
  })

  test('errorRate fails as networks fail, malformedRate breaks schemas, refusalRate declines', async () => {
    const codes = new Set<string>()
    for (let i = 0; i < 40; i++) {
      const failure = await failureOf(ask({ model: 'simulated/fast?errorRate=1' }, recordingModels(), `k${i}`))
      expect(failure.retryable).toBe(true)
      codes.add(failure.code)
    }
    expect([...codes].sort()).toEqual(['connection', 'rate-limit', 'server', 'timeout'])
    const schema = { type: 'object', properties: { answer: { type: 'string' } } }
    expect((await failureOf(ask({ model: 'simulated/fast?malformedRate=1', schema }))).code).toBe('schema')
    expect((await failureOf(ask({ model: 'simulated/fast?refusalRate=1' }))).code).toBe('content-filter')
  })

  test('latencyMs and tokensPerSecond are obeyed', async () => {
    const recorded = recordingModels()
    await ask({ model: 'simulated/standard?latencyMs=25&tokensPerSecond=0' }, recorded)
    expect(recorded.waits).toEqual([25])
  })
})

test('it calls tools that fit what is asked, with arguments out of the question, and then says what they found', async () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'number' }, b: { type: 'number' } },
    required: ['a', 'b'],
    additionalProperties: false,
  }
  const tools = [
    { name: 'fly', description: 'Books an aeroplane.', schema: { type: 'object' } },
    { name: 'calculate', description: 'Multiplies numbers.', schema },
  ]
  const models = createModels({ fetch, sleep: async () => {} })
  const messages: ModelMessage[] = [{ role: 'user', content: 'Please calculate 1250 times 12.' }]
  const ask = (more: Partial<ModelRequest> = {}) =>
    models.call(
      { model: 'simulated/fast', messages, tools, ...more },
      { signal: new AbortController().signal, idempotencyKey: 'k', onText: () => {} },
    )
  const { calls = [] } = await ask()
  expect(calls).toMatchObject([{ name: 'calculate', input: { a: 1250, b: 12 } }])
  expect(schemaProblem(calls[0]?.input ?? null, schema)).toBeNull()
  expect((await ask({ useTools: false })).calls).toBeUndefined()
  messages.push(
    { role: 'assistant', content: '', calls },
    { role: 'tool', content: '15000', callId: 'x', tool: 'calculate' },
  )
  const answer = await ask()
  expect(answer.calls).toBeUndefined()
  expect(answer.text).toContain('- calculate: 15000')
})
