import { backEdges, byId, wireOf } from '../canvas/graph.ts'
import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { Rounds } from './Connections.tsx'

/** The right panel for one connection: where it goes, and how often if it goes back. */
export function EdgeInspector({ edgeId }: { edgeId: string }) {
  const flow = useDocument((state) => state.flow)
  const edge = flow.edges.find(({ id }) => id === edgeId)
  if (!edge) return null
  const nodes = byId(flow)
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
