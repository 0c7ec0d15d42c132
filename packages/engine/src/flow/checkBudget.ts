import { type Checked, name } from './checked.ts'
import type { FlowIssue } from './issue.ts'

/** What can go on as long as its models have something to say should be told what it may spend. */
export function checkBudget({ flow, nodes }: Checked, issues: FlowIssue[]): void {
  if (Object.values(flow.settings.budget ?? {}).some((most) => most !== undefined)) return
  for (const { node, definition, place } of nodes.values()) {
    if (!definition.wantsBudget) continue
    issues.push({
      code: 'no-budget',
      severity: 'warning',
      message: `How much “${name(node)}” asks is up to its agents. Set a budget for the flow, so that it cannot run away.`,
      nodeId: node.id,
      path: place,
    })
  }
}
