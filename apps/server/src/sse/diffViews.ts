import type { NodeView, RunPatch, RunView } from '@quorum/engine'
import { sameJson } from '../store/sameJson.ts'

/** The patch that turns one view of a run into a later one; null if they show the same. */
export function diffViews(from: RunView, to: RunView): RunPatch | null {
  const { nodes: before, seq: _before, ...runBefore } = from
  const { nodes: after, seq, ...runAfter } = to
  const run = changed(runBefore, runAfter)
  const nodes: Record<string, Partial<NodeView>> = {}
  for (const [id, node] of Object.entries(after)) {
    const fields = changed(before[id] ?? {}, node)
    if (fields !== null) nodes[id] = fields
  }
  const hasNodes = Object.keys(nodes).length > 0
  if (run === null && !hasNodes && seq === from.seq) return null
  return { seq, ...(run === null ? {} : { run }), ...(hasNodes ? { nodes } : {}) }
}

/** What of a patch says something new: O(what it holds), however large the view is. Null: nothing. */
export function newsOf(view: RunView, patch: RunPatch): RunPatch | null {
  const run = patch.run && changed(view as Partial<RunView>, patch.run)
  const nodes: Record<string, Partial<NodeView>> = {}
  for (const [id, node] of Object.entries(patch.nodes ?? {})) {
    const fields = changed(view.nodes[id] ?? {}, node)
    if (fields !== null) nodes[id] = fields
  }
  const hasNodes = Object.keys(nodes).length > 0
  if (!run && !hasNodes && patch.seq === view.seq) return null
  return { seq: patch.seq, ...(run ? { run } : {}), ...(hasNodes ? { nodes } : {}) }
}

function changed<T extends object>(before: Partial<T>, after: T): Partial<T> | null {
  const fields: Partial<T> = {}
  for (const key of Object.keys(after) as (keyof T)[]) if (!sameJson(before[key], after[key])) fields[key] = after[key]
  return Object.keys(fields).length === 0 ? null : fields
}
