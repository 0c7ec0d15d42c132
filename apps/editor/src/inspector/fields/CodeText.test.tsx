import { render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { CodeText } from './CodeText.tsx'

function Field() {
  const [value, setValue] = useState('one two')
  return <CodeText id="c" label="Source" mode="javascript" value={value} names={[]} rows={4} onChange={setValue} />
}

test('who types while the code field is fetched goes on typing in it, at the same place', async () => {
  render(<Field />)
  const plain = document.querySelector('textarea')
  plain?.focus()
  plain?.setSelectionRange(4, 7)
  const code = await screen.findByLabelText('Source', {}, { timeout: 5_000 })
  await waitFor(() => expect(document.querySelector('textarea')).toBeNull())
  expect(document.activeElement).toBe(code)
  expect(code.textContent).toBe('one two')
  expect(document.getSelection()?.toString()).toBe('two')
})

test('a field that is fetched does not take the keyboard from elsewhere', async () => {
  render(
    <>
      <button type="button">Elsewhere</button>
      <Field />
    </>,
  )
  screen.getByRole('button').focus()
  await screen.findByLabelText('Source', {}, { timeout: 5_000 })
  expect(document.activeElement).toBe(screen.getByRole('button'))
})
