import { dispatch, useDocument } from '../document/documentStore.ts'
import { stepElementId } from './NodeView.tsx'
import { useUi } from './uiStore.ts'

/** The title of a step; F2 or a double click turns it into a field until Enter, Escape or a click elsewhere. */
export function NodeTitle({ nodeId, title }: { nodeId: string; title: string }) {
  const renaming = useUi((ui) => ui.renaming === nodeId)
  if (!renaming) {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: F2 on the step does the same
      <span
        className="step-title"
        title={title}
        onDoubleClick={(event) => {
          event.stopPropagation()
          useUi.setState({ renaming: nodeId })
        }}
      >
        {title}
      </span>
    )
  }
  const close = (value: string | null): void => {
    useUi.setState({ renaming: null })
    const node = useDocument.getState().flow.nodes.find(({ id }) => id === nodeId)
    const text = value?.trim()
    if (node && text !== undefined && text !== (node.title ?? '')) {
      dispatch({ type: 'setNode', nodeId, patch: { title: text === '' ? undefined : text } })
    }
    document.getElementById(stepElementId(nodeId))?.focus()
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the person just asked to type here
      autoFocus
      aria-label="Name of the step"
      maxLength={200}
      defaultValue={title}
      className="nodrag nopan h-5 w-full rounded-control border border-line-strong bg-surface px-1 font-semibold text-body"
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => close(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') {
          event.currentTarget.value = title
          close(null)
        }
      }}
    />
  )
}
