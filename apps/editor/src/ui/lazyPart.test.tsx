import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ComponentType, useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { EarlyInput, earlyOf } from './EarlyInput.tsx'
import { lazyPart } from './lazyPart.tsx'
import { Panel } from './Panel.tsx'

afterEach(cleanup)

interface Props {
  asked: object
}

const Search = ({ asked }: Props) => {
  const [text, setText] = useState(earlyOf(asked)?.text ?? '')
  // biome-ignore lint/a11y/noAutofocus: as the fields of the real parts do
  return <input aria-label="Search" autoFocus value={text} onChange={(event) => setText(event.target.value)} />
}
const Early = ({ asked }: Props) => <EarlyInput asked={asked} label="Early" className="" onCancel={() => undefined} />

test('what is typed before a part is there is in its field when it comes', async () => {
  const { promise, resolve } = Promise.withResolvers<ComponentType<Props>>()
  const Part = lazyPart<Props>(() => promise, Early)
  render(<Part asked={{}} />)
  await userEvent.keyboard('vo')
  resolve(Search)
  const field = await screen.findByLabelText<HTMLInputElement>('Search')
  expect(field.value).toBe('vo')
  expect(document.activeElement).toBe(field)
})

test('a part that is there already shows at once', async () => {
  const Part = lazyPart<Props>(async () => Search, Early)
  const first = render(<Part asked={{}} />)
  await screen.findByLabelText('Search')
  first.unmount()
  render(<Part asked={{}} />)
  expect(screen.queryByLabelText('Early')).toBeNull()
  expect(screen.getByLabelText('Search')).toBeTruthy()
})

test('a part that could not be fetched is fetched again from the panel around it', async () => {
  let tries = 0
  const Part = lazyPart<Props>(async () => {
    tries += 1
    if (tries === 1) throw new Error('The network is gone.')
    return Search
  })
  render(
    <Panel name="The search">
      <Part asked={{}} />
    </Panel>,
    { onCaughtError: () => undefined },
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Reload panel' }))
  expect(await screen.findByLabelText('Search')).toBeTruthy()
})
