import { dispatch, isReadOnly, useDocument } from '../document/documentStore.ts'
import { EditableTitle } from './EditableTitle.tsx'
import { groupRef } from './groups.ts'
import { useUi } from './uiStore.ts'

/** The name of a group. `element`: what has the focus once it has been given. */
export function GroupTitle({ groupId, title, element }: { groupId: string; title: string; element: string }) {
  const renaming = useUi((ui) => ui.renaming === groupRef(groupId))
  const readOnly = useDocument(isReadOnly)
  const close = (text: string | null): void => {
    useUi.setState({ renaming: null })
    if (text !== null && text.trim() !== title)
      dispatch({ type: 'editGroup', groupId, patch: { title: text.trim() || undefined } })
    const box = document.getElementById(`step-${element}`) ?? document.querySelector<HTMLElement>('.canvas')
    box?.focus({ preventScroll: true })
  }
  return (
    <EditableTitle
      label="Name of the group"
      title={title}
      renaming={renaming && !readOnly}
      width="w-40"
      onStart={() => useUi.setState({ renaming: groupRef(groupId) })}
      onEnd={close}
    />
  )
}
