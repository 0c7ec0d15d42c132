import type { Edge, Flow } from '@quorum/engine'
import { fittingSources, fittingTargets, type Target } from '../canvas/connect.ts'
import { moveEdge } from '../canvas/edits.ts'
import { backEdges, byId, type PortRef, wireOf } from '../canvas/graph.ts'
import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { Rounds } from './Connections.tsx'

/** The right panel for one connection: where it goes, and how often if it goes back. */
export function EdgeInspector({ edgeId }: { edgeId: string }) {
  const flow = useDocument((state) => state.flow)
  const edge = flow.edges.find(({ id }) => id === edgeId)
  if (!edge) return null
  const nodes = byId(flow)
  const without: Flow = { ...flow, edges: flow.edges.filter(({ id }) => id !== edgeId) }
  const { from, to } = wireOf(nodes, edge)
  const title = (id: string): string => {
    const node = nodes.get(id)
    return node ? factsOf(node).title : id
  }
  return (
    <div className="flex flex-col gap-4 p-4">
      <h2 className="pr-8 font-semibold text-heading">Connection</h2>
      <p className="text-body">
        {title(from.nodeId)} <span className="text-muted">({from.portId})</span> → {title(to.nodeId)}{' '}
        <span className="text-muted">({to.portId})</span>
      </p>
      <EdgeEnd edge={edge} label="Comes from" now={from} choices={fittingSources(without, to)} />
      <EdgeEnd edge={edge} label="Goes to" now={to} choices={fittingTargets(without, from)} />
      {backEdges(flow).has(edgeId) ? (
        <>
          <p className="text-body text-muted">
            Sends work back: the steps between are done again until “{title(from.nodeId)}” lets them go, or the rounds
            are used up.
          </p>
          <Rounds edgeId={edgeId} value={edge.maxRounds} />
        </>
      ) : null}
    </div>
  )
}

interface EndProps {
  edge: Edge
  label: 'Comes from' | 'Goes to'
  now: PortRef
  choices: readonly Target[]
}

/** One end of the connection, to be moved to any other port that fits. */
function EdgeEnd({ edge, label, now, choices }: EndProps) {
  const id = `edge-${label === 'Goes to' ? 'to' : 'from'}`
  const key = ({ nodeId, portId }: PortRef): string => `${nodeId} ${portId}`
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-row">
        {label}
      </label>
      <select
        id={id}
        className="field"
        value={key(now)}
        onChange={({ target }) => {
          const chosen = choices.find(({ ref }) => key(ref) === target.value)
          if (chosen) moveEdge(edge.id, label === 'Goes to' ? { to: chosen.ref } : { from: chosen.ref })
        }}
      >
        {choices.some(({ ref }) => key(ref) === key(now)) ? null : (
          <option value={key(now)}>{now.portId} (gone)</option>
        )}
        {choices.map(({ ref, title, port, check }) => (
          <option key={key(ref)} value={key(ref)}>
            {title} · {port}
            {check.back ? ' (goes back)' : ''}
          </option>
        ))}
      </select>
    </div>
  )
}
