import type { BodyPlan, NodePlan } from '../flow/compile.ts'
import { isRecord, type Value } from '../value.ts'

/** The run's input, or the field of it, that reaches a node as it is; undefined where only the run will tell. */
export function inputInto(node: NodePlan, plan: BodyPlan, input: Value | undefined): Value | undefined {
  const [edge, second] = node.ins
  if (input === undefined || !edge || second || edge.targetPort !== node.firstInput) return undefined
  const source = plan.nodes[edge.source]
  if (source?.definition.input) {
    // Its first port gives the whole, the others give a field each.
    const whole = edge.sourcePort === source.definition.ports(source.params).outputs[0]?.id
    return whole ? input : fieldOf(input, edge.sourcePort)
  }
  const field = source?.definition.picks?.(source.params)
  if (!source || !field) return undefined
  return fieldOf(inputInto(source, plan, input), field)
}

const fieldOf = (value: Value | undefined, name: string): Value | undefined =>
  isRecord(value) ? (value as Readonly<Record<string, Value>>)[name] : undefined

/** The longest list among the fields of the run's input: probably what a pool works through. */
export function listIn(input: Value | undefined): number | null {
  const lengths = Object.values(isRecord(input) ? input : {}).map((value) => (Array.isArray(value) ? value.length : 0))
  const longest = Math.max(0, ...lengths)
  return longest > 0 ? longest : null
}
