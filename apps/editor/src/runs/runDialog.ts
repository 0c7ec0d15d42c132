import { create } from 'zustand'

/**
 * Asked for on nodes, in the run bar and in the dock; the dialog is there once.
 * `answer`: approve with a change. `signal`: what a wait is waiting for. `result`: go on with another result.
 * `items`: more work for an open pool.
 */
export interface RunDialog {
  readonly type: 'answer' | 'signal' | 'result' | 'items'
  readonly nodeId: string
  /** The node's own place in the run if left out. */
  readonly path?: string | undefined
}

export const useRunDialog = create<{ readonly open: RunDialog | null }>()(() => ({ open: null }))
export const openRunDialog = (open: RunDialog): void => useRunDialog.setState({ open })
export const closeRunDialog = (): void => useRunDialog.setState({ open: null })
export const editAnswer = (nodeId: string): void => openRunDialog({ type: 'answer', nodeId })
