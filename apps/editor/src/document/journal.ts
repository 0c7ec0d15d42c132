import type { Flow } from '@quorum/engine'
import { type IDBPDatabase, openDB } from 'idb'
import type { History } from './history.ts'
import { openTabs, thisTab } from './thisTab.ts'

/** Edits the server has not confirmed yet, with the revision they stand on. */
export interface JournalEntry {
  readonly flow: Flow
  readonly base: number
}

/** What a tab left behind. */
export interface LeftEntry extends JournalEntry {
  /** For {@link Journal.forget}. */
  readonly key: string
  /** Epoch ms of its last edit. */
  readonly at: number
}

/**
 * Keeps unconfirmed edits on this device, so that a killed tab loses nothing. Each tab has an entry of its own for a flow:
 * what one tab keeps or clears is never that of another.
 */
export interface Journal {
  /** Entries for a flow that no open tab looks after, the newest first: of tabs that died, and of this one before a reload. */
  left(flowId: string): Promise<readonly LeftEntry[]>
  write(flowId: string, entry: JournalEntry): Promise<void>
  /** This tab's own. */
  clear(flowId: string): Promise<void>
  /** Makes what another tab left this one's own. */
  adopt(flowId: string, entry: LeftEntry): Promise<void>
  /** One that was left, once it is safe elsewhere. */
  forget(key: string): Promise<void>
}

/** The steps that can be undone, and the mark of the document they lead to: of no other. */
export interface KeptHistory {
  readonly mark: string
  readonly history: History
}

/** Keeps what can be undone over a reload. */
export interface HistoryJournal {
  read(flowId: string): Promise<KeptHistory | undefined>
  write(flowId: string, kept: KeptHistory): Promise<void>
}

export interface Unsaved extends JournalEntry {
  readonly flowId: string
  readonly tab: string
  readonly at: number
}

interface Schema {
  unsaved: { key: string; value: JournalEntry }
  edits: { key: string; value: Unsaved; indexes: { flowId: string } }
  history: { key: string; value: KeptHistory }
}

let opened: Promise<IDBPDatabase<Schema>> | null = null
const database = (): Promise<IDBPDatabase<Schema>> => {
  opened ??= openDB<Schema>('quorum', 3, {
    upgrade(db, from) {
      if (from < 1) db.createObjectStore('unsaved')
      if (from < 2) db.createObjectStore('history')
      db.createObjectStore('edits').createIndex('flowId', 'flowId')
    },
  })
  return opened
}

export function indexedDbJournal(): Journal {
  return journalOver(
    {
      async all(flowId) {
        const db = await database()
        const [values, keys, old] = await Promise.all([
          db.getAllFromIndex('edits', 'flowId', flowId),
          db.getAllKeysFromIndex('edits', 'flowId', flowId),
          // As earlier versions kept it: one for all tabs.
          db.get('unsaved', flowId),
        ])
        const all = values.map((entry, at) => ({ ...entry, key: keys[at] ?? '' }))
        return old ? [...all, { ...old, key: flowId, flowId, tab: '', at: 0 }] : all
      },
      put: async (key, entry) => void (await (await database()).put('edits', entry, key)),
      async delete(key) {
        const db = await database()
        await Promise.all([db.delete('edits', key), db.delete('unsaved', key)])
      },
    },
    { mine: thisTab, open: openTabs },
  )
}

/** Where entries are kept, by key. */
export interface EntryStore {
  all(flowId: string): Promise<readonly (Unsaved & { readonly key: string })[]>
  put(key: string, entry: Unsaved): Promise<void>
  delete(key: string): Promise<void>
}

export function journalOver(
  store: EntryStore,
  tabs: { mine(): Promise<string>; open(): Promise<ReadonlySet<string>> },
): Journal {
  const write = async (flowId: string, { flow, base }: JournalEntry): Promise<string> => {
    const tab = await tabs.mine()
    const key = `${flowId} ${tab}`
    await store.put(key, { flow, base, flowId, tab, at: Date.now() })
    return key
  }
  return {
    async left(flowId) {
      const [all, alive, tab] = await Promise.all([store.all(flowId), tabs.open(), tabs.mine()])
      return all.filter((entry) => entry.tab === tab || !alive.has(entry.tab)).toSorted((a, b) => b.at - a.at)
    },
    write: async (flowId, entry) => void (await write(flowId, entry)),
    async adopt(flowId, entry) {
      // A tab that dies in between leaves two of the same.
      const key = await write(flowId, entry)
      if (key !== entry.key) await store.delete(entry.key)
    },
    clear: async (flowId) => store.delete(`${flowId} ${await tabs.mine()}`),
    forget: (key) => store.delete(key),
  }
}

export const indexedDbHistory = (): HistoryJournal => ({
  read: async (flowId) => (await database()).get('history', flowId),
  write: async (flowId, kept) => void (await (await database()).put('history', kept, flowId)),
})
