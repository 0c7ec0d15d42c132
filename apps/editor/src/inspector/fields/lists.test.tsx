import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { optionWords } from '../schema.ts'
import { entriesOf, ObjectsField, TextsField } from './ListFields.tsx'

afterEach(cleanup)

function Live({ onChange }: { onChange: (value: unknown) => void }) {
  const [value, setValue] = useState<unknown>(undefined)
  const schema = { type: 'array', items: { type: 'string' } }
  const store = (next: unknown) => {
    setValue(next)
    onChange(next)
  }
  return <TextsField id="t" label="Choices" schema={schema} value={value} names={[]} onChange={store} />
}

test('several lines or words with commas pasted at once become as many entries', async () => {
  let value: unknown
  render(<Live onChange={(next) => (value = next)} />)
  const user = userEvent.setup()
  await user.click(screen.getByLabelText('Choices 1'))
  await user.paste('yes, no, not sure')
  expect(value).toEqual(['yes', 'no', 'not sure'])
  await user.click(screen.getByLabelText('Choices 3'))
  await user.paste('- red\n- dark, blue\n')
  expect(value).toEqual(['yes', 'no', 'not sure', 'red', 'dark, blue'])
})

test('Enter goes on to the next entry, Backspace in an empty one takes it away', async () => {
  let value: unknown
  render(<Live onChange={(next) => (value = next)} />)
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('Choices 1'), 'one{Enter}')
  await user.type(screen.getByLabelText('Choices 2'), 'two{Enter}')
  expect(value).toEqual(['one', 'two'])
  await user.type(screen.getByLabelText('Choices 2'), '{Backspace}{Backspace}{Backspace}{Backspace}')
  expect(value).toEqual(['one'])
})

test('what is pasted may carry the marks of a list', () => {
  expect(entriesOf('1. Ann\n2) Ben\n\n* Cyd')).toEqual(['Ann', 'Ben', 'Cyd'])
})

test('options are called by their words: given ones, those of the description, else the code made readable', () => {
  const words = (schema: Parameters<typeof optionWords>[0]) => [...optionWords(schema).words.values()]
  expect(words({ enum: ['borda'], labels: { borda: 'Points' } })).toEqual(['Points'])
  const description = 'others: every answer but its own. all: its own too.'
  expect(words({ enum: ['others', 'all'], description })).toEqual(['Every answer but its own', 'Its own too'])
  expect(words({ enum: ['topAnswer', 'GET'] })).toEqual(['Top answer', 'GET'])
})

test('a team takes somebody from the library of roles, with a name of its own', async () => {
  const schema = {
    type: 'array',
    items: {
      type: 'object',
      properties: { name: { type: 'string' }, prompt: { type: 'string', widget: 'template' as const } },
      required: ['name', 'prompt'],
    },
  }
  let value: unknown
  render(
    <ObjectsField
      id="t"
      label="Members"
      schema={schema}
      value={[{ name: 'Critic', prompt: 'mine' }]}
      names={[]}
      onChange={(next) => (value = next)}
    />,
  )
  await userEvent.setup().selectOptions(screen.getByLabelText('Add a role from the library'), 'Critic')
  expect(value).toEqual([
    { name: 'Critic', prompt: 'mine' },
    { name: 'Critic 2', prompt: expect.stringMatching(/^You are a critic/) },
  ])
})
