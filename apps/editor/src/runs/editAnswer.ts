import { create } from 'zustand'

/** Edit is on the node and in the run bar; the dialog is there once. */
export const useEditing = create<{ readonly nodeId: string | null }>()(() => ({ nodeId: null }))
export const editAnswer = (nodeId: string): void => useEditing.setState({ nodeId })
export const closeEditAnswer = (): void => useEditing.setState({ nodeId: null })
