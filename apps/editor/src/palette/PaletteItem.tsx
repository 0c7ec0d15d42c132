import type { NodeDefinition } from '@quorum/engine'
import { addStep } from '../canvas/edits.ts'
import { KIND_MIME } from '../canvas/mime.ts'
import { narrow, useUi } from '../canvas/uiStore.ts'
import { kindIcon } from '../ui/kindIcon.ts'

export interface PaletteItemProps {
  readonly shown: NodeDefinition
  readonly kind: string
  /** What is set already. */
  readonly made?: Parameters<typeof addStep>[2]
  /** Where a clicked kind lands when nothing is selected. */
  readonly middle: () => { x: number; y: number }
  readonly tabbable?: boolean
}

/** One thing to add: drag it onto the canvas, or click and it lands behind the selected step. */
export function PaletteItem({ shown, kind, made, middle, tabbable = true }: PaletteItemProps) {
  const Icon = kindIcon(shown.icon)
  const add = (): void => {
    const [selected] = useUi.getState().nodes
    addStep(kind, selected ? { canvas: middle(), after: selected } : { canvas: middle() }, made)
    // The list lies over what was just added.
    if (narrow()) useUi.setState({ paletteFolded: true })
  }
  return (
    <button
      type="button"
      draggable
      tabIndex={tabbable ? 0 : -1}
      data-category={shown.category}
      data-kind={shown.kind}
      className="flex w-full cursor-grab items-start gap-2.5 rounded-control px-2 py-1.5 text-left hover:bg-surface-2"
      onClick={add}
      onDragStart={(event) => {
        event.dataTransfer.setData(KIND_MIME, JSON.stringify({ kind, made }))
        event.dataTransfer.effectAllowed = 'copy'
        // While it is dragged the browser tells nobody what it is.
        useUi.setState({ draggedKind: kind })
      }}
      onDragEnd={() => useUi.setState({ draggedKind: null, dropEdge: null, offer: null })}
    >
      <span className="tile mt-px inline-flex size-7 shrink-0 items-center justify-center rounded-tile">
        <Icon aria-hidden size={16} />
      </span>
      <span className="min-w-0">
        <span className="block font-medium text-body">
          <span className="sr-only">Add </span>
          {shown.title}
        </span>
        <span className="kind-hint line-clamp-2 block text-meta text-muted">{shown.summary}</span>
      </span>
    </button>
  )
}
