import type { Flow } from '@quorum/engine'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { testNode } from '../testing/kinds.ts'
import { IDLE_MS, startAutosave } from './autosave.ts'
import { dispatch, openDocument, saveState, saveWords, useDocument } from './documentStore.ts'
import type { ApiAnswer, FlowApi } from './flowApi.ts'
import type { Journal, JournalEntry } from './journal.ts'
import { keepMineAsCopy, openSession, takeTheirs } from './session.ts'

const start: Flow = {
  format: 'quorum.flow/1',
  name: 'Start',
  description: '',
  settings: {},
  nodes: [testNode('a', 'agent')],
  edges: [],
  notes: [],
}

/** A server with revisions, that can be cut off or refuse. */
function fakeServer() {
  const server = {
    revision: 1,
    flow: start,
    made: [] as Flow[],
    puts: 0,
    mood: 'well' as 'well' | 'offline' | 'refuses',
    api: {} as FlowApi,
  }
  const stored = (): ApiAnswer => ({
    status: 'ok',
    stored: { id: 'f', revision: server.revision, flow: server.flow, updatedAt: null },
  })
  server.api = {
    get: async () => (server.mood === 'offline' ? { status: 'offline' } : stored()),
    put: async (_id, revision, flow) => {
      server.puts++
      if (server.mood === 'offline') return { status: 'offline' }
      if (server.mood === 'refuses') return { status: 'refused', reason: 'the disk is full' }
      if (revision !== server.revision) return { status: 'stale' }
      server.flow = flow
      server.revision++
      return stored()
    },
    create: async (flow) => {
      server.made.push(flow)
      return { status: 'ok', stored: { id: 'copy', revision: 1, flow, updatedAt: null } }
    },
  }
  return server
}

function memoryJournal(): Journal & { entries: Map<string, JournalEntry> } {
  const entries = new Map<string, JournalEntry>()
  return {
    entries,
    left: async (id) => {
      const entry = entries.get(id)
      return entry ? [{ ...entry, key: id, at: 0 }] : []
    },
    adopt: async (id, { flow, base }) => void entries.set(id, { flow, base }),
    forget: async (id) => void entries.delete(id),
    write: async (id, entry) => void entries.set(id, entry),
    clear: async (id) => void entries.delete(id),
  }
}

const words = (): string => saveWords(saveState(useDocument.getState()))
const rename = (name: string): boolean => dispatch({ type: 'rename', name })
const idle = (ms = IDLE_MS): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

let server: ReturnType<typeof fakeServer>
let journal: ReturnType<typeof memoryJournal>
beforeEach(() => {
  vi.useFakeTimers()
  server = fakeServer()
  journal = memoryJournal()
  return () => vi.useRealTimers()
})

async function opened(): Promise<() => void> {
  const result = await openSession('f', { api: server.api, journal })
  if (result.status !== 'open') throw new Error(result.status)
  return result.close
}

describe('saving', () => {
  test('says Saving at once, writes 500 ms after the last edit, and says Saved only after the server did', async () => {
    const close = await opened()
    expect(words()).toBe('Saved')
    rename('One')
    expect(words()).toBe('Saving…')
    await idle(400)
    rename('Two')
    await idle(400)
    expect(server.puts).toBe(0)
    await idle(100)
    expect(server).toMatchObject({ puts: 1, revision: 2, flow: { name: 'Two' } })
    expect(words()).toBe('Saved')
    expect(journal.entries.size).toBe(0)
    close()
  })

  test('an edit made while the server answers is saved too', async () => {
    const close = await opened()
    rename('One')
    const put = server.api.put
    server.api.put = async (...args) => {
      server.api.put = put
      rename('During')
      return put(...args)
    }
    await idle()
    expect(words()).toBe('Saving…')
    await idle()
    expect(server.flow.name).toBe('During')
    close()
  })

  test('offline keeps the edit on this device, says so, and tries again by itself', async () => {
    const close = await opened()
    server.mood = 'offline'
    rename('Kept')
    await idle()
    expect(words()).toBe('Offline, kept on this device')
    expect(journal.entries.get('f')).toMatchObject({ base: 1, flow: { name: 'Kept' } })
    server.mood = 'well'
    await idle(1_000)
    expect(words()).toBe('Saved')
    close()
  })

  test('a device without room says nothing while the server takes the edits, and that they are not safe when it does not', async () => {
    const close = await opened()
    journal.write = async () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    rename('One')
    await idle()
    expect(words()).toBe('Saved')
    server.mood = 'offline'
    rename('Two')
    await idle()
    expect(words()).toBe('Not saved: the server cannot be reached, and this device has no room')
    server.mood = 'well'
    await idle(1_000)
    expect(words()).toBe('Saved')
    close()
  })

  test('a refusal is shown with its reason, and the next edit tries again', async () => {
    const close = await opened()
    server.mood = 'refuses'
    rename('No')
    await idle()
    expect(words()).toBe('Not saved: the disk is full')
    server.mood = 'well'
    rename('Yes')
    await idle()
    expect(server.flow.name).toBe('Yes')
    close()
  })
})

describe('a tab that died', () => {
  test('has its edits back when it opens again', async () => {
    const stop = startStopped()
    rename('Not saved yet')
    await Promise.resolve()
    stop()
    const close = await opened()
    expect(useDocument.getState().flow.name).toBe('Not saved yet')
    await idle()
    expect(server.flow.name).toBe('Not saved yet')
    close()
  })

  test('finds a conflict when the flow went on without it', async () => {
    journal.entries.set('f', { base: 1, flow: { ...start, name: 'Mine' } })
    server.revision = 4
    server.flow = { ...start, name: 'Theirs' }
    const close = await opened()
    expect(useDocument.getState().save).toMatchObject({ status: 'conflict', theirs: { flow: { name: 'Theirs' } } })
    expect(useDocument.getState().flow.name).toBe('Mine')
    await idle(5_000)
    expect(server.puts).toBe(0)
    close()
  })
})

describe('a conflict', () => {
  async function inConflict(): Promise<() => void> {
    const close = await opened()
    server.revision = 2
    server.flow = { ...start, name: 'Theirs' }
    rename('Mine')
    await idle()
    return close
  }

  test('stops saving, and keeps what is edited afterwards', async () => {
    const close = await inConflict()
    expect(words()).toBe('Not saved: changed elsewhere')
    rename('Mine, later')
    await idle(5_000)
    expect(server.puts).toBe(1)
    expect(server.flow.name).toBe('Theirs')
    close()
  })

  test('mine can live on as a copy, with the edits made since', async () => {
    const close = await inConflict()
    rename('Mine, later')
    expect(await keepMineAsCopy({ api: server.api, journal })).toEqual({ id: 'copy' })
    expect(server.made[0]?.name).toBe('Mine, later (my copy)')
    close()
  })

  test('theirs can be taken, and editing goes on from there', async () => {
    const close = await inConflict()
    await takeTheirs({ api: server.api, journal })
    expect(useDocument.getState()).toMatchObject({ revision: 2, flow: { name: 'Theirs' }, save: { status: 'saved' } })
    rename('On top')
    await idle()
    expect(server.flow.name).toBe('On top')
    close()
  })
})

/** Autosave of a tab that is killed before anything is sent. */
function startStopped(): () => void {
  openDocument({ id: 'f', revision: 1, flow: start })
  return startAutosave({ api: server.api, journal }).stop
}
