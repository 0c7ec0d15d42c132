import type { Flow } from '@quorum/engine'
import { type IDBPDatabase, openDB } from 'idb'
import type { History } from './history.ts'

/** Edits the server has not confirmed yet, with the revision they stand on. */
export interface JournalEntry {
  readonly flow: Flow
  readonly base: number
}

/** Keeps unconfirmed edits on this device, so that a killed tab loses nothing. */
export interface Journal {
  read(flowId: string): Promise<JournalEntry | undefined>
  write(flowId: string, entry: JournalEntry): Promise<void>
  clear(flowId: string): Promise<void>
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

interface Schema {
  unsaved: { key: string; value: JournalEntry }
  history: { key: string; value: KeptHistory }
}

let opened: Promise<IDBPDatabase<Schema>> | null = null
const database = (): Promise<IDBPDatabase<Schema>> => {
  opened ??= openDB<Schema>('quorum', 2, {
    upgrade(db, from) {
      if (from < 1) db.createObjectStore('unsaved')
      db.createObjectStore('history')
    },
  })
  return opened
}

/** One key per flow and tab would leave orphans: the newest edit on this device wins, the server's refusal tells of the other. */
export function indexedDbJournal(): Journal {
  return {
    read: async (flowId) => (await database()).get('unsaved', flowId),
    write: async (flowId, entry) => void (await (await database()).put('unsaved', entry, flowId)),
    clear: async (flowId) => (await database()).delete('unsaved', flowId),
  }
}

export const indexedDbHistory = (): HistoryJournal => ({
  read: async (flowId) => (await database()).get('history', flowId),
  write: async (flowId, kept) => void (await (await database()).put('history', kept, flowId)),
})
