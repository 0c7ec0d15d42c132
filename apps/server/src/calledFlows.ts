import type { Flow, FlowIssue, FlowNode } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import { flowIn, perDocument } from './perDocument.ts'

/** The id of the flow that a step of this kind with these settings calls. */
export function calledBy({ kind, params: set }: Pick<FlowNode, 'kind' | 'params'>): string | undefined {
  const definition = definitionOf(kind)
  const params = definition?.callee && definition.params.safeParse(set)
  return (params?.success && definition?.callee?.(params.data)?.flowId) || undefined
}

/** The steps that call another flow, and which. */
const callsIn = perDocument((json) =>
  (flowIn(json)?.nodes ?? []).flatMap((node, index) => {
    const id = calledBy(node)
    return id === undefined ? [] : [{ node, index, id }]
  }),
)

/** Calls of flows that are not there, or cannot run themselves. */
export function callIssues(
  json: unknown,
  find: (id: string) => Flow | undefined,
  check: (callee: Flow) => readonly FlowIssue[],
): FlowIssue[] {
  return callsIn(json).flatMap(({ node, index, id }): FlowIssue[] => {
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
    for (const { id } of callsIn(at)) {
      if (Object.hasOwn(callees, id)) continue
      const callee = find(id)
      if (!callee) continue
      callees[id] = callee
      work.push(callee)
    }
  return callees
}
