import { dispatch, useDocument } from '../document/documentStore.ts'
import { groupRef } from './groups.ts'
import { useUi } from './uiStore.ts'

/** The name of a group; F2 or a double click turns it into a field until Enter, Escape or a click elsewhere. */
export function GroupTitle({ groupId, title, element }: { groupId: string; title: string; element: string }) {
  const renaming = useUi((ui) => ui.renaming === groupRef(groupId))
  const readOnly = useDocument((state) => state.readOnly)
  if (!renaming || readOnly) {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: F2 and the inspector do the same
      <span
        className="step-title"
        title={title}
        onDoubleClick={(event) => {
          event.stopPropagation()
          useUi.setState({ renaming: groupRef(groupId) })
        }}
      >
        {title}
      </span>
    )
  }
  const close = (text: string | null): void => {
    useUi.setState({ renaming: null })
    if (text !== null && text.trim() !== title)
      dispatch({ type: 'editGroup', groupId, patch: { title: text.trim() || undefined } })
    const box = document.getElementById(`step-${element}`) ?? document.querySelector<HTMLElement>('.canvas')
    box?.focus({ preventScroll: true })
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the person just asked to type here
      autoFocus
      aria-label="Name of the group"
      maxLength={200}
      defaultValue={title}
      className="nodrag nopan h-5 w-40 rounded-control border border-line-strong bg-surface px-1 font-semibold text-body"
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => close(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') close(null)
      }}
    />
  )
}
