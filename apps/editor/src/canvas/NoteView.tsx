import type { NodeProps } from '@xyflow/react'
import { Trash2 } from 'lucide-react'
import { memo } from 'react'
import { dispatch } from '../document/documentStore.ts'
import { NoteText } from './NoteText.tsx'
import { TintPicker } from './TintPicker.tsx'
import { NOTE_SIZE, type NoteNode } from './toReactFlow.ts'
import { useUi } from './uiStore.ts'

/** A note on the canvas: text with **bold**, *italic*, `code`, # headings and lists. Double click to edit. */
export const NoteView = memo(function NoteView({ data: { note }, selected }: NodeProps<NoteNode>) {
  const editing = useUi(({ renaming }) => renaming === note.id)
  const edit = (): void => useUi.setState({ renaming: note.id })
  const close = (text: string): void => {
    useUi.setState({ renaming: null })
    if (text !== note.text) dispatch({ type: 'editNote', noteId: note.id, patch: { text } })
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the Edit button inside does the same by key
    <div
      className="note"
      data-tint={typeof note.tint === 'string' ? note.tint : 'amber'}
      data-selected={selected || undefined}
      data-testid={`note-${note.id}`}
      style={NOTE_SIZE}
      onDoubleClick={(event) => {
        event.stopPropagation()
        edit()
      }}
    >
      {editing ? (
        <textarea
          // biome-ignore lint/a11y/noAutofocus: the person just asked to type here
          autoFocus
          aria-label="Text of the note"
          defaultValue={note.text}
          className="nodrag nopan nowheel h-full w-full resize-none bg-transparent text-row"
          onBlur={(event) => close(event.currentTarget.value)}
          onKeyDown={(event) => {
            event.stopPropagation()
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
        />
      ) : (
        <NoteText text={note.text || 'Empty note: double-click to write.'} />
      )}
      {selected && !editing ? (
        <div className="note-tools nodrag nopan">
          <TintPicker
            value={note.tint ?? 'amber'}
            onChange={(tint) => dispatch({ type: 'editNote', noteId: note.id, patch: { tint } })}
          />
          <button type="button" className="rounded-control px-2 py-1 text-row hover:bg-surface-2" onClick={edit}>
            Edit
          </button>
          <button
            type="button"
            aria-label="Delete note"
            className="inline-flex size-7 items-center justify-center rounded-control hover:bg-surface-2"
            onClick={() => dispatch({ type: 'removeNote', noteId: note.id })}
          >
            <Trash2 aria-hidden size={14} />
          </button>
        </div>
      ) : null}
    </div>
  )
})
