import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { nodesById } from './flowNode.ts'

/** The title people know a node by; for one inside a composite, "Council › answers". */
export function nameOfNode(id: string): string {
  const [outer = id, ...inner] = id.split('/')
  const node = nodesById(useDocument.getState().flow.nodes).get(outer)
  return [node ? factsOf(node).title : outer, ...inner].join(' › ')
}
