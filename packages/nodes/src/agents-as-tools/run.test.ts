import { expect, test } from 'vitest'
import { agent } from '../agent/definition.ts'
import { runAgent } from '../agent/run.ts'
import { expectSoundBody } from '../pattern/testing.ts'
import { contextOf, inputOf, Wish } from '../testing.ts'
import { agentsAsTools } from './definition.ts'

const specialists = [
  { name: 'Legal expert', description: 'Knows the law.', prompt: 'You are a lawyer.' },
  { name: 'Writer', description: '', prompt: 'You write.' },
]
const manager = (params: Record<string, unknown>) =>
  agentsAsTools.expand?.(agentsAsTools.params.parse(params)).nodes[0]?.params

test('specialists hear only their question, and the manager alone answers', async () => {
  const context = contextOf([
    new Wish(['Legal_expert', { input: 'May we?' }], ['Writer', { input: 'Say yes.' }]),
    'You may.',
    'Yes!',
    'The answer.',
  ])
  const outcome = await runAgent.task?.(
    context.ctx,
    agent.params.parse(manager({ specialists })),
    inputOf('A long and secret request'),
  )
  expect(outcome).toMatchObject({ type: 'completed', ports: { out: 'The answer.' } })
  // Two turns of the manager and a call of each specialist: what the cost says.
  expect(context.asked).toHaveLength(4)
  const toSpecialists = context.asked.filter(({ key }) => key?.startsWith('tool'))
  expect(toSpecialists.map(({ request }) => request.messages.map(({ content }) => content))).toEqual([
    ['You are a lawyer.', 'May we?'],
    ['You write.', 'Say yes.'],
  ])
})

test('nobody but the specialists can be called, by names that models can write', () => {
  const params = agent.params.parse(manager({ specialists, maxTurns: 4 }))
  expect(params.tools.map(({ name }) => name)).toEqual(['Legal_expert', 'Writer'])
  expect(params.tools[1]?.description).toBe('Writer, a specialist.')
  expect(params.maxTurns).toBe(4)
})

test('two that models could not tell apart are an issue', () => {
  const params = { specialists: [specialists[0], { name: 'Legal-expert', prompt: '' }] }
  const node = { id: 'm', kind: 'agents-as-tools', position: { x: 0, y: 0 }, params }
  expect(agentsAsTools.check?.(agentsAsTools.params.parse(params), node)).toMatchObject([{ code: 'duplicate-name' }])
  expectSoundBody(agentsAsTools, { specialists })
})
