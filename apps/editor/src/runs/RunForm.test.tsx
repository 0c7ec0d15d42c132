import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type InputField, inputFields } from './inputFields.ts'
import { RunForm } from './RunForm.tsx'

const fields: readonly InputField[] = [
  { name: 'question', label: 'Question', type: 'text', required: true },
  { name: 'rounds', label: 'Rounds', type: 'number', required: false, default: 2 },
  { name: 'strict', label: 'Strict', type: 'boolean', required: false },
  { name: 'files', label: 'Files', type: 'list', required: true },
  { name: 'extra', label: 'Extra', type: 'json', required: false },
]

function shown(initial = {}) {
  const onRun = vi.fn()
  render(<RunForm open onOpenChange={() => {}} fields={fields} initial={initial} onRun={onRun} />)
  return { onRun, user: userEvent.setup() }
}
const press = (user: ReturnType<typeof userEvent.setup>) => user.click(screen.getByRole('button', { name: 'Run' }))

describe('the run form', () => {
  afterEach(cleanup)

  it('starts with the last values, else with the defaults', () => {
    shown({ question: 'Why?' })
    expect(screen.getByLabelText<HTMLTextAreaElement>(/Question/).value).toBe('Why?')
    expect(screen.getByLabelText<HTMLInputElement>(/Rounds/).value).toBe('2')
  })

  it('gives each field in its type, and leaves out what is empty', async () => {
    const { onRun, user } = shown({ question: 'Why?', files: ['a', 'b'] })
    await user.click(screen.getByLabelText('Strict'))
    await press(user)
    expect(onRun).toHaveBeenCalledWith({ question: 'Why?', rounds: 2, strict: true, files: ['a', 'b'] })
  })

  it('does not start without what is required, and says which', async () => {
    const { onRun, user } = shown({ files: ['a'] })
    await press(user)
    expect(onRun).not.toHaveBeenCalled()
    expect(screen.getByText(/“Question” is needed/)).toBeTruthy()
    expect(screen.getByLabelText(/Question/).getAttribute('aria-invalid')).toBe('true')
    expect(document.activeElement).toBe(screen.getByLabelText(/Question/))
  })

  it('says what is wrong with a number and with JSON', async () => {
    const { onRun, user } = shown({ question: 'Why?', files: ['a'], extra: 'x' })
    const rounds = screen.getByLabelText(/Rounds/)
    await user.clear(rounds)
    await user.type(rounds, 'many')
    const extra = screen.getByLabelText(/Extra/)
    await user.clear(extra)
    await user.type(extra, 'not json')
    await press(user)
    expect(onRun).not.toHaveBeenCalled()
    expect(screen.getByText(/“many” is not a number/)).toBeTruthy()
    expect(screen.getByText(/not valid JSON/)).toBeTruthy()
  })

  it('reads a list by lines or as JSON', async () => {
    const { onRun, user } = shown({ question: 'Why?' })
    await user.type(screen.getByLabelText(/Files/), 'one{enter}two')
    await press(user)
    expect(onRun).toHaveBeenCalledWith(expect.objectContaining({ files: ['one', 'two'] }))
  })
})

describe('the fields of a flow', () => {
  const node = (params: Record<string, unknown>) => ({ id: 'q', kind: 'input', position: { x: 0, y: 0 }, params })

  it('get a readable label and a known type', () => {
    const params = {
      fields: [
        { name: 'maxItems', type: 'number' },
        { name: 'q', type: 'odd', label: 'Ask' },
      ],
    }
    expect(inputFields({ nodes: [node(params)] })).toEqual([
      { name: 'maxItems', label: 'Max items', type: 'number', required: false },
      { name: 'q', label: 'Ask', type: 'text', required: false },
    ])
  })

  it('are none when the parameters are broken', () => {
    expect(inputFields({ nodes: [node({ fields: 'x' }), node({ fields: [null, 3, {}] })] })).toEqual([])
  })
})
