import { type Checked, name } from './checked.ts'
import type { FlowIssue } from './issue.ts'

/** A place that is waited for by what lies inside its holder never becomes free. */
export function checkShared({ nodes }: Checked, issues: FlowIssue[]): void {
  for (const at of nodes.values()) {
    const shared = at.params === null ? undefined : at.definition.loop?.(at.params).shared
    if (!shared?.name || shared.places === undefined) continue
    for (let up = nodes.get(at.node.parent ?? ''); up; up = nodes.get(up.node.parent ?? '')) {
      const outer = up.params === null ? undefined : up.definition.loop?.(up.params).shared
      if (outer?.name !== shared.name) continue
      issues.push({
        code: 'nested-lock',
        severity: 'error',
        message: `“${name(at.node)}” waits for “${shared.name}” within itself: “${name(up.node)}” around it holds the place. Give one of them another name.`,
        nodeId: at.node.id,
        path: at.place,
      })
      break
    }
  }
}
