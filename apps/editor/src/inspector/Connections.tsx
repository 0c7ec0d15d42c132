import type { FlowNode } from '@quorum/engine'
import { ArrowLeft, ArrowRight, Plus, X } from 'lucide-react'
import { DEFAULT_ROUNDS } from '../canvas/connect.ts'
import { connectFrom } from '../canvas/dragging.ts'
import { backEdges, byId, type Wire, wireOf } from '../canvas/graph.ts'
import { dispatch, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { NumberField } from './fields/NumberField.tsx'

/** Every edge of a step as a list: to read, to remove, to add without dragging. */
export function Connections({ node }: { node: FlowNode }) {
  const flow = useDocument((state) => state.flow)
  const nodes = byId(flow)
  const back = backEdges(flow)
  const wires = flow.edges
    .filter(({ source, target }) => source === node.id || target === node.id)
    .map((edge) => wireOf(nodes, edge))
  return (
    <section aria-labelledby="connections" className="flex flex-col gap-1">
      <h3 id="connections" className="font-medium text-row">
        Connections
      </h3>
      {wires.length === 0 ? <p className="text-meta text-muted">Not connected to anything yet.</p> : null}
      <ul className="flex flex-col gap-1">
        {wires.map((wire) => (
          <Connection key={wire.edge.id} wire={wire} node={node} nodes={nodes} back={back.has(wire.edge.id)} />
        ))}
      </ul>
      {factsOf(node).ports.outputs.length > 0 ? (
        <Button size="small" className="mt-1 self-start" onClick={() => connectFrom(node.id)}>
          <Plus aria-hidden size={14} /> Add connection
        </Button>
      ) : null}
    </section>
  )
}

interface Props {
  wire: Wire
  node: FlowNode
  nodes: ReadonlyMap<string, FlowNode>
  back: boolean
}

function Connection({ wire, node, nodes, back }: Props) {
  const { edge, from, to } = wire
  const outgoing = edge.source === node.id
  const other = nodes.get(outgoing ? edge.target : edge.source)
  const title = other ? factsOf(other).title : 'a step that is gone'
  const Arrow = outgoing ? ArrowRight : ArrowLeft
  return (
    <li className="rounded-control bg-surface-2 px-2 py-1">
      <div className="flex items-center gap-2 text-row">
        <span className="text-muted">{outgoing ? from.portId : to.portId}</span>
        <Arrow aria-label={outgoing ? 'goes to' : 'comes from'} role="img" size={12} className="shrink-0" />
        <span className="min-w-0 flex-1 truncate">
          {title} <span className="text-muted">{outgoing ? to.portId : from.portId}</span>
        </span>
        <IconButton
          icon={X}
          label={`Remove connection with ${title}`}
          className="!size-6"
          onClick={() => dispatch({ type: 'disconnect', edgeIds: [edge.id] })}
        />
      </div>
      {back && outgoing ? <Rounds edgeId={edge.id} value={edge.maxRounds} /> : null}
    </li>
  )
}

export function Rounds({ edgeId, value }: { edgeId: string; value: number | undefined }) {
  return (
    <NumberField
      id={`rounds-${edgeId}`}
      label="Rounds at most"
      schema={{ type: 'integer', minimum: 1, maximum: 10_000, default: DEFAULT_ROUNDS }}
      value={value}
      names={[]}
      onChange={(maxRounds) =>
        dispatch({ type: 'updateEdge', edgeId, patch: { maxRounds: maxRounds as number | undefined } })
      }
    />
  )
}
