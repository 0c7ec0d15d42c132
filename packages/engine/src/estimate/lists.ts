import type { BodyPlan, NodePlan } from '../flow/compile.ts'
import { isRecord, type Value } from '../value.ts'

/** The run's input, or the field of it, that reaches a node as it is; undefined where only the run will tell. */
export function inputInto(node: NodePlan, plan: BodyPlan, input: Value | undefined): Value | undefined {
  const [edge, second] = node.ins
  if (input === undefined || !edge || second || edge.targetPort !== node.firstInput) return undefined
  const source = plan.nodes[edge.source]
  if (source?.definition.input) return input
  const field = source?.definition.picks?.(source.params)
  if (!source || !field) return undefined
  const before = inputInto(source, plan, input)
  return isRecord(before) ? (before as Readonly<Record<string, Value>>)[field] : undefined
}

/** The longest list among the fields of the run's input: probably what a pool works through. */
export function listIn(input: Value | undefined): number | null {
  const lengths = Object.values(isRecord(input) ? input : {}).map((value) => (Array.isArray(value) ? value.length : 0))
  const longest = Math.max(0, ...lengths)
  return longest > 0 ? longest : null
}
