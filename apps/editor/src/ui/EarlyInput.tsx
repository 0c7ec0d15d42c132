import { type KeyboardEvent, useEffect, useState } from 'react'

interface Early {
  readonly text: string
  /** Enter was pressed: whatever is found first is meant. */
  readonly entered?: boolean
  /** What had the focus before. */
  readonly returnTo: Element | null
}

const kept = new WeakMap<object, Early>()

/** What was typed for `asked` before the part that reads it was there. */
export const earlyOf = (asked: object): Early | undefined => kept.get(asked)

interface Props {
  /** The wish the part answers; its identity is what {@link earlyOf} is asked with. */
  asked: object
  label: string
  onCancel: () => void
  className: string
}

/** Stands in for the search field of a part still being fetched, so that no key is lost or taken for a shortcut. */
export function EarlyInput({ asked, label, onCancel, className }: Props) {
  const [returnTo] = useState(() => document.activeElement)
  const keep = (text: string): void => void kept.set(asked, { text, returnTo })
  useEffect(() => void (kept.has(asked) || kept.set(asked, { text: '', returnTo })), [asked, returnTo])
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation()
    if (event.key === 'Enter') kept.set(asked, { ...(kept.get(asked) ?? { text: '', returnTo }), entered: true })
    if (event.key !== 'Escape') return
    onCancel()
    if (returnTo instanceof HTMLElement) returnTo.focus({ preventScroll: true })
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the person just asked to type here
      autoFocus
      aria-label={label}
      className={className}
      onChange={(event) => keep(event.target.value)}
      onKeyDown={onKeyDown}
    />
  )
}
