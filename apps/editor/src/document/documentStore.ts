import type { Flow } from '@quorum/engine'
import { create } from 'zustand'
import { commandName } from './commandName.ts'
import { applyChanges, type Change, type Command, plan } from './commands.ts'
import { emptyHistory, type History, record, redo, undo } from './history.ts'

/** What is known about the safety of the last edits. `saved` only ever after the server confirmed that revision. */
export type SaveState =
  | { readonly status: 'saved' }
  | { readonly status: 'saving' }
  | { readonly status: 'offline' }
  | { readonly status: 'failed'; readonly reason: string }
  | { readonly status: 'conflict'; readonly theirs: Theirs }

/** The flow as the server has it, when it is newer than what our edits stand on. */
export interface Theirs {
  readonly revision: number
  readonly flow: Flow
  readonly updatedAt: string | null
}

export type ReadOnly = false | 'run' | 'elsewhere'

export interface DocumentState {
  readonly id: string | null
  /** To look at, not to change: a flow as a run froze it, or one that another tab of this browser edits. */
  readonly readOnly: ReadOnly
  /** The server's revision our edits stand on: `savedFlow`, but in a conflict. */
  readonly revision: number
  readonly flow: Flow
  readonly savedFlow: Flow
  readonly history: History
  readonly save: SaveState
}

const noFlow: Flow = {
  format: 'quorum.flow/1',
  name: 'Untitled workflow',
  description: '',
  settings: {},
  nodes: [],
  edges: [],
  notes: [],
}

const closed: DocumentState = {
  id: null,
  readOnly: false,
  revision: 0,
  flow: noFlow,
  savedFlow: noFlow,
  history: emptyHistory,
  save: { status: 'saved' },
}

/** The open flow. Nothing about runs or selection lives here. */
export const useDocument = create<DocumentState>()(() => closed)

export function openDocument(opened: {
  id: string
  revision: number
  flow: Flow
  unsaved?: Flow | undefined
  readOnly?: ReadOnly
}): void {
  useDocument.setState({
    ...closed,
    id: opened.id,
    readOnly: opened.readOnly ?? false,
    revision: opened.revision,
    flow: opened.unsaved ?? opened.flow,
    savedFlow: opened.flow,
    save: { status: opened.unsaved ? 'saving' : 'saved' },
  })
}

export const closeDocument = (): void => useDocument.setState(closed, true)

/**
 * The one way to change the flow. Edits of text merge into one undo step per field within 800 ms.
 * @returns whether anything changed.
 */
export function dispatch(command: Command): boolean {
  const { flow, history, readOnly } = useDocument.getState()
  const changes = readOnly ? [] : plan(flow, command)
  if (changes.length === 0) return false
  const name = commandName(flow, command)
  useDocument.setState({
    flow: applyChanges(flow, changes),
    history: record(history, { name, changes, key: mergeKey(command), at: Date.now() }),
  })
  return true
}

function mergeKey(command: Command): string | null {
  switch (command.type) {
    case 'setParams':
      return `params ${command.nodeId} ${Object.keys(command.params).join()}`
    case 'setNode':
      return `node ${command.nodeId} ${Object.keys(command.patch).join()}`
    case 'updateEdge':
      return `edge ${command.edgeId} ${Object.keys(command.patch).join()}`
    case 'editNote':
      return `note ${command.noteId} ${Object.keys(command.patch).join()}`
    case 'editGroup':
      return `group ${command.groupId} ${Object.keys(command.patch).join()}`
    case 'setSettings':
      return `settings ${Object.keys(command.settings).join()}`
    case 'rename':
    case 'describe':
      return command.type
    // A burst of arrow keys is one move.
    case 'move':
      return command.nodes.length > 0 && command.nodes.every(({ parent }) => parent === undefined)
        ? `move ${command.nodes.map(({ id }) => id).join()}`
        : null
    default:
      return null
  }
}

export const undoStep = (): boolean => travel(undo)
export const redoStep = (): boolean => travel(redo)

function travel(step: (history: History) => { changes: readonly Change[]; history: History } | null): boolean {
  const { flow, history, readOnly } = useDocument.getState()
  const travelled = readOnly ? null : step(history)
  if (!travelled) return false
  useDocument.setState({ flow: applyChanges(flow, travelled.changes), history: travelled.history })
  return true
}

export const isReadOnly = ({ readOnly }: DocumentState): boolean => readOnly !== false

export const isDirty = (state: DocumentState): boolean => state.flow !== state.savedFlow

/** What people read beside the name. */
export const saveState = (state: DocumentState): SaveState =>
  state.save.status === 'saved' && isDirty(state) && !state.readOnly ? { status: 'saving' } : state.save

export function saveWords(save: SaveState): string {
  switch (save.status) {
    case 'saved':
      return 'Saved'
    case 'saving':
      return 'Saving…'
    case 'offline':
      return 'Offline, kept on this device'
    case 'failed':
      return `Not saved: ${save.reason}`
    case 'conflict':
      return 'Not saved: changed elsewhere'
  }
}
