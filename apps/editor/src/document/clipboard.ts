import { Edge, type Flow, FlowNode, Group, Note } from '@quorum/engine'
import { z } from 'zod'
import { type Command, withBodies, type XY } from './commands.ts'
import { freshId } from './ids.ts'
import { jsonPlace } from './jsonPlace.ts'

const Clip = z.object({
  kind: z.literal('quorum.clip/1'),
  nodes: z.array(FlowNode).max(2_000),
  edges: z.array(Edge).max(10_000),
  notes: z.array(Note).max(1_000).default([]),
  groups: z.array(Group).max(1_000).default([]),
})
export type Clip = z.infer<typeof Clip>

/** The chosen nodes with their bodies, and the edges among them. */
export function copyClip(flow: Flow, nodeIds: Iterable<string>, noteIds: Iterable<string> = []): Clip {
  const ids = withBodies(flow, nodeIds)
  const notes = new Set(noteIds)
  return {
    kind: 'quorum.clip/1',
    nodes: flow.nodes.filter(({ id }) => ids.has(id)),
    edges: flow.edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
    notes: flow.notes.filter(({ id }) => notes.has(id)),
    // A group goes along with all of its steps, not with some.
    groups: (flow.groups ?? []).filter((group) => group.nodes.every((id) => ids.has(id))),
  }
}

export type ReadClip =
  /** `brings`: it is a file with flows that its steps call. */
  | { readonly ok: true; readonly clip: Clip; readonly brings: boolean }
  /** Not ours, but text: it can become a note. */
  | { readonly ok: false; readonly text: string }
  | { readonly ok: false; readonly reason: string }

/** Reads clipboard text: a clip, a whole flow file, other text, or JSON that says it is ours and is not. */
export function readClip(text: string): ReadClip {
  if (!text.trimStart().startsWith('{')) return { ok: false, text }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    if (!text.includes('quorum.')) return { ok: false, text }
    return { ok: false, reason: `This is no valid JSON${jsonPlace(text)}. Copy the steps again, all of the text.` }
  }
  const { format } = json as { format?: unknown }
  const candidate = format === 'quorum.flow/1' ? { ...(json as object), kind: 'quorum.clip/1' } : json
  if ((candidate as { kind?: unknown }).kind !== 'quorum.clip/1') return { ok: false, text }
  const parsed = Clip.safeParse(candidate)
  if (parsed.success) return { ok: true, clip: parsed.data, brings: 'flows' in (json as object) }
  const issue = parsed.error.issues[0]
  return {
    ok: false,
    reason: `The copied steps cannot be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
  }
}

/**
 * A paste of `clip` with new ids. Top-level nodes move by `offset` and land in `parent`, if given. `incoming`: what feeds an
 * original that is still there feeds its copy, too.
 */
export function pasteCommand(
  flow: Flow,
  clip: Clip,
  offset: XY,
  parent?: string,
  incoming = false,
): Extract<Command, { type: 'paste' }> {
  const taken = new Set([...flow.nodes, ...flow.edges, ...flow.notes, ...(flow.groups ?? [])].map(({ id }) => id))
  const renamed = new Map<string, string>()
  const rename = (id: string, stem: string): string => {
    const fresh = freshId(stem, taken)
    taken.add(fresh)
    renamed.set(id, fresh)
    return fresh
  }
  for (const node of clip.nodes) rename(node.id, node.kind)
  const shift = (position: XY): FlowNode['position'] => ({
    x: Math.round(position.x + offset.x),
    y: Math.round(position.y + offset.y),
  })
  const nodes = clip.nodes.map((node): FlowNode => {
    const inside = node.parent === undefined ? undefined : renamed.get(node.parent)
    const { parent: _old, ...rest } = node
    const home = inside ?? parent
    return {
      ...rest,
      id: renamed.get(node.id) ?? node.id,
      position: inside ? node.position : shift(node.position),
      ...(home === undefined ? {} : { parent: home }),
    }
  })
  const edges = clip.edges.flatMap((edge): Edge[] => {
    const source = renamed.get(edge.source)
    const target = renamed.get(edge.target)
    return source && target ? [{ ...edge, id: freshId('e', taken), source, target }] : []
  })
  const inClip = new Set(clip.nodes.map(({ id }) => id))
  for (const edge of incoming ? flow.edges : []) {
    const target = inClip.has(edge.source) ? undefined : renamed.get(edge.target)
    if (!target) continue
    const id = freshId('e', taken)
    taken.add(id)
    edges.push({ ...edge, id, target })
  }
  const notes = clip.notes.map((note) => ({ ...note, id: rename(note.id, 'note'), position: shift(note.position) }))
  const groups = clip.groups.map((group) => ({
    ...group,
    id: rename(group.id, 'group'),
    nodes: group.nodes.flatMap((id) => renamed.get(id) ?? []),
  }))
  return { type: 'paste', nodes, edges, notes, groups }
}
