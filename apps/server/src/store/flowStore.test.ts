import { Flow } from '@quorum/engine'
import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '../db/open.ts'
import { echo } from '../testing/flows.ts'
import { tempFolder } from '../testing/testServer.ts'
import { createFlowStore } from './flowStore.ts'

const flow = Flow.parse(echo)
const named = (name: string) => ({ ...flow, name })

function openStore() {
  const database = openDatabase(tempFolder(), 'normal')
  onTestFinished(() => database.close())
  migrateDatabase(database)
  let time = 1_000
  return createFlowStore(database, () => time++)
}

test('a saved flow comes back with all it had, unknown fields too', () => {
  const store = openStore()
  const odd = Flow.parse({
    ...echo,
    future: { x: 1 },
    nodes: [...echo.nodes, { id: 'n', kind: 'not-yet', glow: true }],
  })
  const { id } = store.create(odd)
  expect(store.get(id)?.flow).toEqual(odd)
})

test('a write based on an old revision is refused and says what is there', () => {
  const store = openStore()
  const { id } = store.create(flow)
  expect(store.put(id, 1, named('two'))).toMatchObject({ ok: true, flow: { revision: 2 } })
  expect(store.put(id, 1, named('other'))).toMatchObject({ ok: false, reason: 'stale', current: { revision: 2 } })
  expect(store.get(id)?.flow.name).toBe('two')
})

test('the same write again after a lost answer is fine, and makes no further revision', () => {
  const store = openStore()
  const { id } = store.create(flow)
  store.put(id, 1, named('two'))
  expect(store.put(id, 1, named('two'))).toMatchObject({ ok: true, flow: { revision: 2 } })
  expect(store.versions(id, { limit: 10, before: null })).toHaveLength(2)
})

test('eight writers who read before they write lose nothing: revisions have no hole and no twin', () => {
  const store = openStore()
  const { id } = store.create(flow)
  let saved = 0
  for (let turn = 0; turn < 40; turn++) {
    const seen = store.get(id)?.revision ?? 0
    for (let writer = 0; writer < 8; writer++) if (store.put(id, seen, named(`${turn}.${writer}`)).ok) saved++
  }
  expect(saved).toBe(40)
  expect(store.versions(id, { limit: 200, before: null })?.map((it) => it.revision)).toEqual(
    Array.from({ length: 41 }, (_, i) => 41 - i),
  )
})

test('restoring an old version makes a new one', () => {
  const store = openStore()
  const { id } = store.create(flow)
  store.put(id, 1, named('two'))
  expect(store.restoreVersion(id, 2, 1)).toMatchObject({ ok: true, flow: { revision: 3, flow: { name: flow.name } } })
  expect(store.restoreVersion(id, 3, 9)).toEqual({ ok: false, reason: 'not-found' })
})

test('a deleted flow is gone from the list and comes back as it was', () => {
  const store = openStore()
  const { id } = store.create(flow)
  expect(store.remove(id, 7)).toMatchObject({ ok: false, reason: 'stale' })
  expect(store.remove(id, 1)).toEqual({ ok: true })
  expect(store.get(id)).toBeNull()
  expect(store.list({ deleted: false, limit: 10, before: null })).toEqual([])
  expect(store.put(id, 1, named('x'))).toEqual({ ok: false, reason: 'not-found' })
  expect(store.restore(id, 1)).toMatchObject({ ok: true, flow: { id, revision: 1 } })
  expect(store.list({ deleted: false, limit: 10, before: null })).toHaveLength(1)
})

test('the list pages by latest change and finds names literally', () => {
  const store = openStore()
  for (let i = 0; i < 5; i++) store.create(named(`flow ${i} 100%`))
  const first = store.list({ deleted: false, limit: 2, before: null })
  expect(first.map((it) => it.name)).toEqual(['flow 4 100%', 'flow 3 100%'])
  const last = first.at(-1)
  expect(
    store.list({ deleted: false, limit: 9, before: { at: last?.updatedAt ?? 0, no: last?.no ?? 0 } }),
  ).toHaveLength(3)
  expect(store.list({ q: '2 100%', deleted: false, limit: 9, before: null })).toHaveLength(1)
  expect(store.list({ q: '_', deleted: false, limit: 9, before: null })).toHaveLength(0)
})
