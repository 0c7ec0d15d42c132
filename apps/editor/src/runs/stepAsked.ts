import { create } from 'zustand'
import { inspect } from '../canvas/uiStore.ts'

/** Which of a node's steps the inspector shows: one of its items or rounds, or one inside it. Null: the latest. */
export const useStepAsked = create<{ readonly nodeId: string | null; readonly path: string | null }>()(() => ({
  nodeId: null,
  path: null,
}))

/** Opens the inspector at one step of the run, by its path. Steps inside a composite show at the composite. */
export function inspectStep(node: string, path: string): void {
  const nodeId = node.split('/')[0] ?? node
  useStepAsked.setState({ nodeId, path: node === nodeId && path === nodeId ? null : path })
  inspect(nodeId, 'run')
}

export const askStep = (nodeId: string, path: string | null): void => useStepAsked.setState({ nodeId, path })
