import type { Flow } from '@quorum/engine'
import { beforeEach, expect, test, vi } from 'vitest'
import { testNode } from '../testing/kinds.ts'
import { dispatch, openDocument, redoStep, undoStep, useDocument } from './documentStore.ts'
import type { HistoryJournal, KeptHistory } from './journal.ts'
import { keepHistory, markOf } from './keepHistory.ts'

const start: Flow = {
  format: 'quorum.flow/1',
  name: 'Start',
  description: '',
  settings: {},
  nodes: [testNode('a', 'agent')],
  edges: [],
  notes: [],
}
let kept: KeptHistory | undefined
const journal: HistoryJournal = {
  read: async () => kept,
  write: async (_id, next) => {
    kept = next
  },
}
const name = () => useDocument.getState().flow.name

beforeEach(() => {
  vi.useFakeTimers()
  kept = undefined
})

async function editedThenReloaded(reloaded: Flow) {
  openDocument({ id: 'f', revision: 1, flow: start })
  const { stop } = await keepHistory('f', journal)
  dispatch({ type: 'rename', name: 'Second' })
  dispatch({ type: 'addNodes', nodes: [testNode('b', 'agent')] })
  vi.advanceTimersByTime(400)
  const left = useDocument.getState().flow
  stop()
  openDocument({ id: 'f', revision: 2, flow: reloaded === start ? left : reloaded })
  await keepHistory('f', journal)
}

test('after a reload every step can still be undone and redone', async () => {
  await editedThenReloaded(start)
  expect(undoStep()).toBe(true)
  expect(undoStep()).toBe(true)
  expect(name()).toBe('Start')
  expect(redoStep()).toBe(true)
  expect(name()).toBe('Second')
})

test('a document that was changed elsewhere meanwhile has no steps of ours to undo', async () => {
  await editedThenReloaded({ ...start, name: 'Theirs' })
  expect(undoStep()).toBe(false)
})

test('the mark goes by content, not by the order of fields', () => {
  const { name, ...rest } = start
  expect(markOf({ ...rest, name } as Flow)).toBe(markOf(start))
  expect(markOf({ ...start, name: 'Other' })).not.toBe(markOf(start))
})
