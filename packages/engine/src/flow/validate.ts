import type { Kit } from '../node.ts'
import { checkBodies, checkEnds } from './checkBodies.ts'
import { checkBudget } from './checkBudget.ts'
import { checkEdges } from './checkEdges.ts'
import type { Checked } from './checked.ts'
import { checkJoins } from './checkJoins.ts'
import { checkLoops } from './checkLoops.ts'
import { checkNames } from './checkNames.ts'
import { checkNodes, checkParents } from './checkNodes.ts'
import { checkShared } from './checkShared.ts'
import { checkThreads } from './checkThreads.ts'
import type { FlowIssue } from './issue.ts'
import { parseFlow } from './parse.ts'

/**
 * Everything that is wrong with a drawing, for people to mend. Runs in the editor while they type and in the server
 * before a run. Never throws, whatever JSON it is given; O(nodes + edges) but for nested loops.
 */
export function validateFlow(json: unknown, kit: Pick<Kit, 'definition'>): FlowIssue[] {
  const parsed = parseFlow(json)
  if (!parsed.ok) return parsed.issues
  const { flow } = parsed
  const issues: FlowIssue[] = []
  const nodes = checkNodes(flow, kit, issues)
  checkParents(flow, nodes, issues)
  const edges = checkEdges(flow, nodes, issues)
  const back = checkLoops(nodes, edges, issues)
  const around = checkThreads({ flow, nodes, edges, back }, issues)
  const checked: Checked = { flow, nodes, edges, back, around }
  checkBodies(checked, issues)
  checkEnds(checked, issues)
  checkJoins(checked, issues)
  checkNames(checked, issues)
  checkShared(checked, issues)
  checkBudget(checked, issues)
  return issues
}
