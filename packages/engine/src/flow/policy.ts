import type { NodeDefinition } from '../node.ts'
import type { EdgePlan, ResolvedPolicy } from './compile.ts'
import type { FlowNode, Policy } from './flow.ts'
import { hasBody } from './graph.ts'

/** What a node does when it goes wrong: its own wish, what its composite passes on, the defaults of API.md rule 10. */
export function resolvePolicy(
  node: FlowNode,
  definition: NodeDefinition,
  params: unknown,
  outs: readonly EdgePlan[],
  inherited?: Policy,
): ResolvedPolicy {
  const own = definition.takesPolicy ? (node.policy ?? {}) : {}
  const calls = definition.callsOut(params)
  const policy =
    calls && inherited
      ? { attempts: inherited.attempts, timeoutMs: inherited.timeoutMs, backoffMs: inherited.backoffMs, ...own }
      : own
  const opened = hasBody(definition) || definition.expand !== undefined || definition.callee !== undefined
  // An error port nobody is connected to counts as `fail` (API.md rule 2).
  const onError =
    policy.onError === 'port' && !outs.some((edge) => edge.sourcePort === 'error') ? 'fail' : (policy.onError ?? 'fail')
  return {
    attempts: opened ? 1 : (policy.attempts ?? (calls ? 3 : 1)),
    backoffMs: policy.backoffMs ?? 1_000,
    timeoutMs: policy.timeoutMs ?? null,
    onError,
    fallbackValue: policy.fallbackValue ?? null,
  }
}
