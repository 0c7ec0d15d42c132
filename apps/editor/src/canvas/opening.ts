import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { flowPath, navigate } from '../router.ts'
import { useUi } from './uiStore.ts'

/** Looks into a step, if there is something in it. */
export function openInside(nodeId: string): void {
  const node = useDocument.getState().flow.nodes.find(({ id }) => id === nodeId)
  if (!node) return
  const { definition, params } = factsOf(node)
  const called = definition?.callee?.(params).flowId
  if (definition?.expand) useUi.setState({ inside: [nodeId] })
  else if (called) navigate(flowPath(called))
}

/** The selection as one node; a step that is not part of it alone. */
export function turnSelection(nodeId?: string): void {
  const { nodes } = useUi.getState()
  const turning = nodeId === undefined || nodes.has(nodeId) ? nodes : new Set([nodeId])
  if (turning.size > 0) useUi.setState({ turning })
}
