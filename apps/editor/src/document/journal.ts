import type { Flow } from '@quorum/engine'
import { openDB } from 'idb'

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

interface Schema {
  unsaved: { key: string; value: JournalEntry }
}

/** One key per flow and tab would leave orphans: the newest edit on this device wins, the server's refusal tells of the other. */
export function indexedDbJournal(): Journal {
  const db = openDB<Schema>('quorum', 1, { upgrade: (fresh) => void fresh.createObjectStore('unsaved') })
  return {
    read: async (flowId) => (await db).get('unsaved', flowId),
    write: async (flowId, entry) => void (await (await db).put('unsaved', entry, flowId)),
    clear: async (flowId) => (await db).delete('unsaved', flowId),
  }
}
