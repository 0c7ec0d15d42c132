import { dispatch, useDocument } from '../document/documentStore.ts'
import { EditableTitle } from './EditableTitle.tsx'
import { stepElementId } from './NodeView.tsx'
import { useUi } from './uiStore.ts'

/** The title of a step. */
export function NodeTitle({ nodeId, title }: { nodeId: string; title: string }) {
  const renaming = useUi((ui) => ui.renaming === nodeId)
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
    <EditableTitle
      label="Name of the step"
      title={title}
      renaming={renaming}
      width="w-full"
      onStart={() => useUi.setState({ renaming: nodeId })}
      onEnd={close}
    />
  )
}
