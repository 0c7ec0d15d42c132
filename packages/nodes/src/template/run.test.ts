import { expect, test } from 'vitest'
import { contextOf, inputOf } from '../testing.ts'
import { template } from './definition.ts'
import { runTemplate } from './run.ts'

const params = (text: string) => template.params.parse({ text })

test('plain names are filled in at once', () => {
  expect(runTemplate.inTurn?.(params('Hi {{ input.name }}!'), inputOf({ name: 'Ann' }))).toEqual({
    type: 'completed',
    ports: { out: 'Hi Ann!' },
  })
  expect(runTemplate.inTurn?.(params('{{ input.nope }}'), inputOf({}))).toMatchObject({
    type: 'failed',
    failure: { code: 'missing-value' },
  })
})

test('filters and tags are left to the sandbox', async () => {
  expect(runTemplate.inTurn?.(params('{{ input | upcase }}'), inputOf('a'))).toBeNull()
  const { ctx } = contextOf()
  const shouting = { ...ctx, render: async (texts: readonly string[]) => texts.map(() => 'A') }
  expect(await runTemplate.task?.(shouting, params('{{ input | upcase }}'), inputOf('a'))).toEqual({
    type: 'completed',
    ports: { out: 'A' },
  })
})
