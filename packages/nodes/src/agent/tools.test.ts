import { StepFailure, type Value } from '@quorum/engine'
import { describe, expect, test } from 'vitest'
import { contextOf, inputOf, Wish } from '../testing.ts'
import { agent } from './definition.ts'
import { runAgent } from './run.ts'

const weather = {
  name: 'weather',
  description: 'Says what the weather is like.',
  kind: 'http',
  params: { url: 'https://weather.example/{{ input.city }}' },
}
const sum = {
  name: 'sum',
  description: 'Adds up.',
  kind: 'code',
  params: { source: 'export default (input) => input.a + input.b' },
  schema: {
    type: 'object',
    properties: { a: { type: 'number' }, b: { type: 'number' } },
    required: ['a', 'b'],
    additionalProperties: false,
  },
}
const ask = (params: Record<string, unknown>, context: ReturnType<typeof contextOf>, value: Value = 'Paris?') =>
  runAgent.task?.(context.ctx, agent.params.parse(params), inputOf(value))
const add = (input: Value) => (input as { a: number; b: number }).a + (input as { a: number; b: number }).b
const issuesOf = (params: Record<string, unknown>) =>
  agent.check?.(agent.params.parse(params), { id: 'a', kind: 'agent', position: { x: 0, y: 0 }, params }) ?? []

describe('the loop', () => {
  test('calls what the model asks for, side by side, tells it the results, and ends with its answer', async () => {
    const context = contextOf([new Wish(['weather', { city: 'Paris' }], ['sum', { a: 1, b: 2 }]), 'Sunny, and 3.'], add)
    const outcome = await ask({ tools: [weather, sum] }, context)
    expect(outcome).toMatchObject({ type: 'completed', ports: { out: 'Sunny, and 3.' } })
    expect(context.called).toMatchObject([{ url: 'https://weather.example/Paris', method: 'GET' }])
    expect(context.asked.map(({ key }) => key)).toEqual(['turn[1]', 'turn[2]'])
    expect(context.steps).toEqual(['tool[1][0]/weather', 'tool[1][1]/sum'])
    expect(context.asked[0]?.request.tools).toMatchObject([
      { name: 'weather', schema: { properties: { city: { type: 'string' } }, required: ['city'] } },
      { name: 'sum', schema: sum.schema },
    ])
    expect(context.asked[1]?.request.messages.slice(1)).toMatchObject([
      { role: 'assistant', calls: [{ id: 'c0' }, { id: 'c1' }] },
      { role: 'tool', callId: 'c0', tool: 'weather', content: 'null' },
      { role: 'tool', callId: 'c1', tool: 'sum', content: '3' },
    ])
  })

  test('leaves a record of every turn and call', async () => {
    const context = contextOf([new Wish(['sum', { a: 1, b: 2 }]), '3'], add)
    const outcome = await ask({ tools: [sum] }, context)
    expect(outcome?.record).toEqual({
      turns: [
        { text: '', calls: [{ id: 'c0', tool: 'sum', input: { a: 1, b: 2 }, ok: true, output: 3 }] },
        { text: '3', calls: [] },
      ],
      stopped: 'answered',
    })
  })

  test('ends after its turns: the last one may call nothing', async () => {
    const more = Array.from({ length: 3 }, (_, i) => new Wish(['sum', { a: i, b: 0 }]))
    const context = contextOf([...more.slice(0, 2), 'What I know.'], add)
    const outcome = await ask({ tools: [sum], maxTurns: 3 }, context)
    expect(outcome).toMatchObject({ ports: { out: 'What I know.' }, record: { stopped: 'turns' } })
    expect(context.asked.map(({ request }) => request.useTools)).toEqual([undefined, undefined, false])
    await expect(ask({ tools: [sum], maxTurns: 3, onLimit: 'fail' }, contextOf(more, add))).rejects.toMatchObject({
      code: 'turns',
    })
  })

  test('a call made three times over is not made again', async () => {
    const same = () => new Wish(['sum', { a: 1, b: 1 }])
    const context = contextOf([same(), same(), same(), 'Enough.'], add)
    expect(await ask({ tools: [sum] }, context)).toMatchObject({ record: { stopped: 'repeated' } })
    expect(context.steps).toHaveLength(2)
    expect(context.asked[3]?.request.useTools).toBe(false)
  })

  test('a tool that does not exist is said once; asked for again, it must answer', async () => {
    const context = contextOf([new Wish(['fly', {}]), new Wish(['fly', { x: 1 }]), 'I cannot fly.'])
    expect(await ask({ tools: [weather] }, context)).toMatchObject({
      ports: { out: 'I cannot fly.' },
      record: { stopped: 'unknown-tool' },
    })
    expect(context.asked[1]?.request.messages.at(-1)?.content).toMatch(/no tool “fly”.*weather/)
    expect(context.called).toEqual([])
  })

  test('arguments that break the schema are told and not passed on', async () => {
    const context = contextOf([new Wish(['sum', { a: 'one' }]), 'Sorry.'], add)
    await ask({ tools: [sum] }, context)
    expect(context.steps).toEqual([])
    expect(context.asked[1]?.request.messages.at(-1)?.content).toMatch(/Error: The arguments do not fit/)
  })

  test('with a form the answer is shaped after the tools have been used', async () => {
    const schema = { type: 'object' }
    const context = contextOf([new Wish(['sum', { a: 1, b: 2 }]), 'It is 3.', { result: 3 }], add)
    expect(await ask({ tools: [sum], schema }, context)).toMatchObject({ ports: { out: { result: 3 } } })
    expect(context.asked.map(({ request }) => request.schema)).toEqual([undefined, undefined, schema])
    expect(context.asked[2]?.request.messages.every(({ role, calls }) => role !== 'tool' && !calls)).toBe(true)
  })
})

describe('a failure of a tool', () => {
  const failing = (failure: StepFailure) => {
    const context = contextOf([new Wish(['sum', { a: 1, b: 2 }]), 'It did not work.'])
    context.ctx.code = () => Promise.reject(failure)
    return context
  }

  test('is something the model is told', async () => {
    const context = failing(new StepFailure('code-error', 'It broke.'))
    expect(await ask({ tools: [sum] }, context)).toMatchObject({
      ports: { out: 'It did not work.' },
      record: { turns: [{ calls: [{ ok: false, code: 'code-error', output: 'It broke.' }] }, {}] },
    })
    expect(context.asked[1]?.request.messages.at(-1)?.content).toBe('Error: It broke.')
  })

  test('ends the step when the budget is used up', async () => {
    await expect(ask({ tools: [sum] }, failing(new StepFailure('budget', 'Used up.')))).rejects.toMatchObject({
      code: 'budget',
    })
  })
})

describe('an agent as a tool', () => {
  const expert = {
    name: 'expert',
    description: 'Knows the law.',
    kind: 'agent',
    params: { system: 'You are a lawyer.', tools: [sum] },
  }

  test('gets the one thing it is asked, and has tools and steps of its own', async () => {
    const context = contextOf(
      [new Wish(['expert', { input: 'Is it legal?' }]), new Wish(['sum', { a: 1, b: 1 }]), 'Yes.', 'It is legal.'],
      add,
    )
    expect(await ask({ tools: [expert] }, context)).toMatchObject({ ports: { out: 'It is legal.' } })
    expect(context.asked.map(({ key }) => key)).toEqual([
      'turn[1]',
      'tool[1][0]/expert/turn[1]',
      'tool[1][0]/expert/turn[2]',
      'turn[2]',
    ])
    expect(context.asked[1]?.request.messages.at(-1)?.content).toBe('Is it legal?')
  })

  test('whose model is too busy leaves it to the attempts of the step', async () => {
    const busy = new StepFailure('rate-limit', 'Slow down.', { retryable: true })
    const context = contextOf([new Wish(['expert', { input: 'Is it legal?' }]), busy])
    await expect(ask({ tools: [expert] }, context)).rejects.toBe(busy)
  })
})

test.each<[Record<string, unknown>, string]>([
  [{ ...weather, kind: 'vote' }, 'invalid-tool'],
  [{ ...weather, params: { url: 'weather' } }, 'invalid-param'],
  [{ ...weather, params: { method: 'FLY' } }, 'invalid-tool'],
])('%j is an issue before the run', (tool, code) => {
  expect(issuesOf({ tools: [tool] })).toMatchObject([{ code, severity: 'error' }])
})

test('two tools of one name are an issue, and complete ones are not', () => {
  expect(issuesOf({ tools: [weather, weather] })).toMatchObject([{ code: 'duplicate-tool' }])
  expect(issuesOf({ tools: [weather, sum] })).toEqual([])
})

describe('a tool that a person must allow', () => {
  const careful = { ...sum, approval: true }
  const withAnswer = async (answer: Value) => {
    const context = contextOf([new Wish(['sum', { a: 1, b: 2 }]), 'Done.'], add)
    const waits: string[] = []
    context.ctx.wait = async (key) => {
      waits.push(key)
      return answer
    }
    const outcome = await ask({ tools: [careful] }, context)
    return { waits, outcome, context }
  }

  test('is called once they have', async () => {
    const { waits, outcome, context } = await withAnswer({ decision: 'approve', by: 'Ann', at: '', note: '' })
    expect(waits).toEqual(['approval[1][0]/sum'])
    expect(context.steps).toEqual(['tool[1][0]/sum'])
    expect(outcome).toMatchObject({ record: { turns: [{ calls: [{ ok: true, output: 3 }] }, {}] } })
  })

  test('is not called when they refuse, and the model hears why', async () => {
    const { outcome, context } = await withAnswer({ decision: 'reject', by: 'Ann', at: '', note: 'Too early.' })
    expect(context.steps).toEqual([])
    expect(outcome).toMatchObject({ record: { turns: [{ calls: [{ ok: false, code: 'not-approved' }] }, {}] } })
    expect(context.asked[1]?.request.messages.at(-1)?.content).toContain('Too early.')
  })

  test.each([
    [
      { decision: 'approve', by: ' Ann ' },
      { decision: 'approve', by: 'Ann' },
    ],
    [
      { decision: 'reject', data: { note: 'No.' } },
      { decision: 'reject', by: 'someone', note: 'No.' },
    ],
    [null, { decision: 'timeout', by: null }],
  ] as const)('%j is the decision %j', (signal, decision) => {
    const parked = { kind: 'approval', until: null, memory: null } as const
    expect(runAgent.answered?.(parked, signal, 0)).toMatchObject({ value: decision })
    expect(runAgent.answered?.(parked, { data: 1 }, 0)).toBe(parked)
  })
})
