import { Flow, type FlowIssue } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'

/** The ids of the flows that nodes of this one call. */
function calledFlows(flow: Flow): string[] {
  return flow.nodes.flatMap((node) => {
    const definition = definitionOf(node.kind)
    const params = definition?.callee && definition.params.safeParse(node.params)
    const callee = params?.success ? definition?.callee?.(params.data) : undefined
    return callee?.flowId ? [callee.flowId] : []
  })
}

/** Calls of flows that are not there, or cannot run themselves. */
export function callIssues(
  json: unknown,
  find: (id: string) => Flow | undefined,
  check: (callee: Flow) => readonly FlowIssue[],
): FlowIssue[] {
  const parsed = Flow.safeParse(json)
  if (!parsed.success) return []
  const flow = parsed.data
  return flow.nodes.flatMap((node, index): FlowIssue[] => {
    const [id] = calledFlows({ ...flow, nodes: [node] })
    if (id === undefined) return []
    const at = { severity: 'error' as const, nodeId: node.id, path: `nodes[${index}].params.flowId` }
    const callee = find(id)
    const title = node.title ?? node.id
    if (!callee)
      return [
        { code: 'unknown-flow', message: `“${title}” calls a flow that does not exist. Choose another one.`, ...at },
      ]
    const [broken] = check(callee).filter((issue) => issue.severity === 'error')
    if (!broken) return []
    return [
      {
        code: 'callee-has-errors',
        message: `“${title}” calls “${callee.name}”, which cannot run: ${broken.message}`,
        ...at,
      },
    ]
  })
}

/** Every flow that this one may come to call, as it is now. */
export function calleesOf(flow: Flow, find: (id: string) => Flow | undefined): Record<string, Flow> {
  const callees: Record<string, Flow> = {}
  const work = [flow]
  for (let at = work.pop(); at; at = work.pop())
    for (const id of calledFlows(at)) {
      if (Object.hasOwn(callees, id)) continue
      const callee = find(id)
      if (!callee) continue
      callees[id] = callee
      work.push(callee)
    }
  return callees
}
