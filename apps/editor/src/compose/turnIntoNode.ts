import { type Extraction, extract, type FlowNode } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import { createFlow } from '../api/client.ts'
import { edgeBetween } from '../canvas/connect.ts'
import { inspect, useUi } from '../canvas/uiStore.ts'
import { dispatch, useDocument } from '../document/documentStore.ts'
import { freshId } from '../document/ids.ts'
import { announce } from '../ui/Live.tsx'

/** What the selected steps would become, or why they cannot. */
export async function extraction(nodeIds: Iterable<string>, name: string): Promise<Extraction> {
  // Names in templates and conditions can only be read with it.
  await import('@quorum/engine/expressions')
  return extract(useDocument.getState().flow, nodeIds, { definition: definitionOf }, name)
}

/** Saves the steps as a workflow of their own and puts one step that calls it in their place: one undo step. */
export async function turnIntoNode(nodeIds: ReadonlySet<string>, name: string): Promise<string | { reason: string }> {
  const before = useDocument.getState().flow
  const made = await extraction(nodeIds, name)
  if (!made.ok) return { reason: `${made.reason} ${made.fix}` }
  const { id: flowId } = await createFlow(made.flow)
  const { flow } = useDocument.getState()
  if (flow !== before) return { reason: 'The workflow was changed meanwhile. Try again.' }
  const taken = new Set([...flow.nodes, ...flow.edges, ...flow.notes].map(({ id }) => id))
  const id = freshId('call', taken)
  taken.add(id)
  const tops = flow.nodes.filter((node) => made.gone.has(node.id) && node.parent === made.parent)
  const call: FlowNode = {
    id,
    kind: 'call',
    title: name,
    params: { flowId },
    position: {
      x: Math.min(...tops.map(({ position }) => position.x)),
      y: Math.min(...tops.map(({ position }) => position.y)),
    },
    ...(made.parent === undefined ? {} : { parent: made.parent }),
  }
  const edgeId = (): string => {
    const fresh = freshId('e', taken)
    taken.add(fresh)
    return fresh
  }
  const own = (portId: string) => ({ nodeId: id, portId })
  const edges = [
    ...made.ins.map((from) =>
      edgeBetween(edgeId(), { nodeId: from.source, portId: from.sourcePort }, own('in'), false),
    ),
    ...made.outs.map(({ target, targetPort, maxRounds }) => ({
      ...edgeBetween(edgeId(), own('out'), { nodeId: target, portId: targetPort }, false),
      ...(maxRounds === undefined ? {} : { maxRounds }),
    })),
  ]
  dispatch({
    type: 'compound',
    name: `Turn ${tops.length} ${tops.length === 1 ? 'step' : 'steps'} into “${name}”`,
    commands: [
      { type: 'removeNodes', nodeIds: [...made.gone] },
      { type: 'addNodes', nodes: [call], edges },
    ],
  })
  inspect(id)
  useUi.setState({ reveal: id })
  announce(`${name} takes the place of ${tops.length} steps`)
  return flowId
}
