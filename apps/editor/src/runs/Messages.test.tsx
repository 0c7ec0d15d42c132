import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import type { StepRecord } from '../api/types.ts'
import { exchangesOf, Messages } from './Messages.tsx'

afterEach(cleanup)

const asked = (attempt: number, content: string, key = 'answer') => ({
  key,
  attempt,
  model: 'local/a',
  messages: [
    { role: 'system', content: 'You are brief.' },
    { role: 'user', content },
  ],
})
const call = (key: string, text: string) => ({ key, at: '2026-01-01T00:00:00.000Z', value: { text } })
const step = (of: Partial<StepRecord>): StepRecord => ({
  path: 'w',
  nodeId: 'w',
  status: 'completed',
  input: null,
  output: null,
  error: null,
  attempts: [],
  usage: { calls: 1, inputTokens: 1, outputTokens: 1, usd: 0, simulated: true },
  calls: [],
  ports: null,
  record: null,
  parked: null,
  startedAt: null,
  endedAt: null,
  ...of,
})

it('shows what was sent and what came back, the latest attempt first, the others to choose', async () => {
  render(
    <Messages
      step={step({ asked: [asked(1, 'First try'), asked(2, 'Second try')], calls: [call('answer', 'Yes')] })}
    />,
  )
  const messages = screen.getByRole('region', { name: 'Messages' })
  expect(within(messages).getByText('Second try')).toBeTruthy()
  expect(within(messages).getByText('Yes')).toBeTruthy()
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Which attempt' }), 'Attempt 1')
  expect(within(messages).getByText('First try')).toBeTruthy()
  expect(within(messages).queryByText('Yes')).toBeNull()
  expect(within(messages).getByText(/no answer/)).toBeTruthy()
})

it('turns and tools are told apart; answers without a question are shown too', () => {
  render(
    <Messages
      step={step({
        asked: [asked(1, 'Weather?', 'turn[1]'), asked(1, 'And?', 'turn[2]')],
        calls: [call('turn[1]', 'Let me look'), call('tool[1][0]/weather', 'Rain'), call('turn[2]', 'It rains')],
      })}
    />,
  )
  for (const name of ['Turn 1', 'Turn 2', 'Tool weather']) expect(screen.getByText(name)).toBeTruthy()
})

it('an answer belongs to the last attempt that asked for it', () => {
  const pairs = exchangesOf({
    asked: [asked(1, 'a', 'turn[1]'), asked(1, 'b', 'turn[2]'), asked(2, 'b', 'turn[2]')],
    calls: [call('turn[1]', 'x'), call('turn[2]', 'y')],
  })
  expect(pairs.map(({ key, attempt, answer }) => [key, attempt, answer !== null])).toEqual([
    ['turn[1]', 1, true],
    ['turn[2]', 1, false],
    ['turn[2]', 2, true],
  ])
})
