import { StepFailure } from '@quorum/engine'
import { expect, test } from 'vitest'
import { contextOf, inputOf } from '../testing.ts'
import { agent } from './definition.ts'
import { runAgent } from './run.ts'

const ask = (params: Record<string, unknown>, context: ReturnType<typeof contextOf>, value: string | object = 'Why?') =>
  runAgent.task?.(context.ctx, agent.params.parse(params), inputOf(value as string))

test('the answer is text; instructions and prompt are filled in', async () => {
  const context = contextOf(['Because.'])
  const outcome = await ask(
    { system: 'Be {{ input.tone }}.', prompt: 'Say: {{ input.text }}', temperature: 0 },
    context,
    { tone: 'brief', text: 'why' },
  )
  expect(outcome).toEqual({ type: 'completed', ports: { out: 'Because.' } })
  expect(context.asked[0]?.request).toEqual({
    model: undefined,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Say: why' },
    ],
    temperature: 0,
    role: 'agent',
  })
})

test('the model may be a template too, and an empty one is the default', async () => {
  const context = contextOf(['a', 'b'])
  await ask({ model: 'local/{{ input }}' }, context, 'small')
  await ask({ model: '{{ input }}' }, context, '')
  expect(context.asked.map(({ request }) => request.model)).toEqual(['local/small', undefined])
  expect(agent.models(agent.params.parse({ model: '{{ item.model }}' }))).toEqual([])
  expect(agent.models(agent.params.parse({ model: 'openai/x' }))).toEqual(['openai/x'])
})

test('with a schema the answer is the object', async () => {
  const schema = { type: 'object' }
  const outcome = await ask({ schema }, contextOf([{ score: 1 }]))
  expect(outcome).toEqual({ type: 'completed', ports: { out: { score: 1 } } })
})

test('JSON with words around it is still an answer', async () => {
  const outcome = await ask({ schema: {} }, contextOf(['Sure:\n```json\n{"a": 1}\n```']))
  expect(outcome).toEqual({ type: 'completed', ports: { out: { a: 1 } } })
})

test('an unreadable answer is asked for once more, then the node fails', async () => {
  const mended = contextOf([new StepFailure('schema', 'No JSON.'), { a: 1 }])
  expect(await ask({ schema: {} }, mended)).toEqual({ type: 'completed', ports: { out: { a: 1 } } })
  expect(mended.asked.map(({ key }) => key)).toEqual([undefined, 'repair'])
  expect(mended.asked[1]?.request.messages.at(-1)?.content).toContain('No JSON.')
  const hopeless = contextOf(['no', 'still no'])
  await expect(ask({ schema: {} }, hopeless)).rejects.toMatchObject({ code: 'schema' })
  expect(hopeless.asked).toHaveLength(2)
})

test('other failures are not repaired', async () => {
  const context = contextOf([new StepFailure('rate-limit', 'Slow down.', { retryable: true })])
  await expect(ask({ schema: {} }, context)).rejects.toMatchObject({ code: 'rate-limit' })
  expect(context.asked).toHaveLength(1)
})
