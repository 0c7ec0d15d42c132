import { useUi } from '../canvas/uiStore.ts'

export type ActionGroup = 'Add and connect' | 'Edit' | 'Arrange' | 'Select and look' | 'Panels' | 'Run'

/** Something a person can do in the editor: by a key, from the command palette, from the list of shortcuts. */
export interface Action {
  readonly id: string
  readonly title: string
  readonly group: ActionGroup
  /** As in `comboOf`; the first one is shown. */
  readonly keys: readonly string[]
  /** Works wherever the focus is, fields apart; others only on the canvas. */
  readonly everywhere?: true
  /** Changes the drawing: not there while it can only be looked at. */
  readonly edits?: true
  /** Absent: always. */
  readonly can?: () => boolean
  readonly run: () => void
}

/** The step or folded group (`group:…`) that a key means. */
export function meant(): string | null {
  const { focus, nodes } = useUi.getState()
  return focus ?? (nodes.size === 1 ? ([...nodes][0] ?? null) : null)
}

/** The step that a key means. */
export function focused(): string | null {
  const id = meant()
  return id?.startsWith('group:') ? null : id
}

export const onFocused = (work: (id: string) => void) => () => {
  const id = focused()
  if (id !== null) work(id)
}
export const hasFocus = (): boolean => focused() !== null
