import type { Flow, FlowNode } from '@quorum/engine'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDocument, undoStep, useDocument } from '../document/documentStore.ts'
import { testNode } from '../testing/kinds.ts'
import { SetupTab } from './SetupTab.tsx'

const flowOf = (node: FlowNode): Flow => ({
  format: 'quorum.flow/1',
  name: 't',
  description: '',
  settings: {},
  notes: [],
  nodes: [testNode('q', 'input', { title: 'Question', params: { fields: [{ name: 'topic', type: 'text' }] } }), node],
  edges: [{ id: 'e', source: 'q', target: node.id }],
})

function Live({ id }: { id: string }) {
  const node = useDocument(({ flow }) => flow.nodes.find((one) => one.id === id))
  return node ? <SetupTab node={node} /> : null
}

const open = (kind: string, params: Record<string, unknown> = {}): ReturnType<typeof userEvent.setup> => {
  openDocument({ id: 'f', revision: 1, flow: flowOf(testNode('n', kind, { params })) })
  render(<Live id="n" />)
  return userEvent.setup()
}
const now = (): FlowNode | undefined => useDocument.getState().flow.nodes.find(({ id }) => id === 'n')

beforeEach(() => {
  // Nobody answers: the models stay unknown.
  globalThis.fetch = () => Promise.reject(new TypeError('offline'))
})
afterEach(cleanup)

describe('the fields of an agent', () => {
  test('a prompt is a template into which values are inserted from a menu', async () => {
    const user = open('agent')
    const prompt = screen.getByLabelText('Prompt') as HTMLTextAreaElement
    expect(prompt.value).toBe('{{ input }}')
    await user.click(screen.getAllByRole('button', { name: /Insert value/ })[1] as HTMLElement)
    await user.click(await screen.findByRole('menuitem', { name: 'Question: topic' }))
    expect(now()?.params.prompt).toContain('{{ nodes.q.topic }}')
  })

  test('a tool is added by its kind, and says what the model will fill in', async () => {
    const user = open('agent')
    await user.click(screen.getByRole('button', { name: 'HTTP request' }))
    expect(now()?.params.tools).toEqual([{ name: 'http', description: '', kind: 'http', params: {} }])
    fireEvent.change(screen.getByLabelText('Address'), { target: { value: 'https://a.example/{{ input.city }}' } })
    expect(now()?.params.tools).toMatchObject([{ params: { url: 'https://a.example/{{ input.city }}' } }])
    expect(screen.getByText(/The model fills in: city\./)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Agent' }))
    expect(now()?.params.tools).toMatchObject([{ name: 'http' }, { name: 'agent', kind: 'agent' }])
  })

  test('a number may have a word in its place, and shows which it has by itself', async () => {
    const user = open('maker')
    const lead = screen.getByLabelText('Lead needed (k)') as HTMLInputElement
    expect(lead.placeholder).toBe('auto')
    await user.type(lead, '4')
    expect(now()?.params.k).toBe(4)
    await user.clear(lead)
    await user.type(lead, 'auto')
    expect(now()?.params.k).toBe('auto')
    await user.clear(lead)
    expect(now()?.params.k).toBeUndefined()
    await user.type(lead, 'many')
    expect(screen.getByText('This is not a number, nor “auto”.')).toBeTruthy()
    await user.clear(lead)
  })

  test('a number out of its limits is said to be wrong and not stored', async () => {
    const user = open('agent')
    await user.type(screen.getByLabelText('Temperature'), '9')
    expect(screen.getByText('Must be at most 2.')).toBeTruthy()
    expect(now()?.params.temperature).toBeUndefined()
    await user.clear(screen.getByLabelText('Temperature'))
    await user.type(screen.getByLabelText('Temperature'), '1')
    expect(now()?.params.temperature).toBe(1)
  })

  test('broken JSON is still there after another step was looked at', () => {
    openDocument({ id: 'f', revision: 1, flow: flowOf(testNode('n', 'agent', { params: {} })) })
    const { unmount } = render(<Live id="n" />)
    fireEvent.change(screen.getByLabelText('Answer as'), { target: { value: '{ "type": ' } })
    unmount()
    render(<Live id="n" />)
    expect((screen.getByLabelText('Answer as') as HTMLTextAreaElement).value).toBe('{ "type": ')
    expect(screen.getByText(/is not stored yet/)).toBeTruthy()
    fireEvent.change(screen.getByLabelText('Answer as'), { target: { value: '{ "type": "object" }' } })
    expect(now()?.params.schema).toEqual({ type: 'object' })
    expect(screen.queryByText(/is not stored yet/)).toBeNull()
  })

  test('broken JSON says where, and the last good one stays', () => {
    open('agent', { schema: { type: 'object' } })
    const field = screen.getByLabelText('Answer as')
    fireEvent.change(field, { target: { value: '{ "type": ' } })
    expect(screen.getByRole('alert').textContent).toMatch(/Not JSON yet/)
    expect(now()?.params.schema).toEqual({ type: 'object' })
  })

  test('the error policy is stored on the step and goes away when emptied', async () => {
    const user = open('agent')
    await user.click(screen.getByText('When something goes wrong'))
    await user.selectOptions(screen.getByLabelText('When it still fails'), 'port')
    expect(now()?.policy).toEqual({ onError: 'port' })
    undoStep()
    expect(now()?.policy).toBeUndefined()
  })
})

describe('lists', () => {
  test('members can be added, put in order and removed', async () => {
    const user = open('council', { members: [{ name: 'Ann' }, { name: 'Bob' }] })
    await user.click(screen.getByRole('button', { name: 'Move Bob up' }))
    expect(now()?.params.members).toMatchObject([{ name: 'Bob' }, { name: 'Ann' }])
    await user.click(screen.getByRole('button', { name: /Add to members/ }))
    expect(now()?.params.members).toHaveLength(3)
    await user.click(screen.getByRole('button', { name: 'Remove Ann' }))
    expect(now()?.params.members).toHaveLength(2)
  })
})

describe('a condition', () => {
  test('is written as rows and can go on as an expression', async () => {
    const user = open('gate')
    await user.click(screen.getByRole('button', { name: /Add a row/ }))
    await user.selectOptions(screen.getByLabelText('Row 1: comparison'), '>=')
    await user.type(screen.getByLabelText('Row 1: compared with'), '0.7')
    expect(now()?.params.when).toEqual({ all: [{ left: 'input', op: '>=', right: 0.7 }] })
    await user.click(screen.getByRole('button', { name: 'Write an expression' }))
    expect(now()?.params.when).toBe('input >= 0.7')
  })
})

describe('connections', () => {
  test('are listed and can be removed', async () => {
    const user = open('agent')
    const list = screen.getByRole('region', { name: 'Connections' })
    await user.click(within(list).getByRole('button', { name: 'Remove connection with Question' }))
    expect(useDocument.getState().flow.edges).toEqual([])
  })
})

test('a kind this version does not know keeps its settings and says so', () => {
  open('telepathy', { power: 9 })
  expect(screen.getByText(/does not know the kind “telepathy”/)).toBeTruthy()
  expect(screen.getByText(/"power": 9/)).toBeTruthy()
})
