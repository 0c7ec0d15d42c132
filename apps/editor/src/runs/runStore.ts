import { idleNode, type NodeView, type RunPatch, type RunView } from '@quorum/engine'
import type { Frame } from './frame.ts'

/** The run without its nodes: those live in cells of their own. */
export type RunHead = Omit<RunView, 'nodes'>

/** What the stream is doing, in the order of a good day: connecting → live → ended. `silent`: no news for 20 s. */
export type Connection = 'none' | 'connecting' | 'live' | 'silent' | 'lost' | 'ended'

export type RunNews =
  | { readonly type: 'snapshot'; readonly view: RunView }
  | { readonly type: 'patch'; readonly patch: RunPatch }
  | { readonly type: 'delta'; readonly nodeId: string; readonly path: string; readonly text: string }

interface Stream {
  path: string
  text: string
  /** Epoch ms of its last tokens. */
  at: number
}
const shownChars = 8_000
/** Items and members stream side by side: one is shown until it has been quiet for this long. */
const heldMs = 1_000

/**
 * The run on screen: one cell per node, each with its own subscribers, so that news of one node wake nobody else
 * (UX.md §9.5). News are collected and folded once per frame; the fold is the engine's `applyPatch`, cell by cell.
 */
export function createRunStore(frame: Frame) {
  let head: RunHead | null = null
  let connection: Connection = 'none'
  /** Epoch ms of the next try, while one is awaited. */
  let retryAt: number | null = null
  const cells = new Map<string, NodeView>()
  /** Streamed text by node: of the step whose tokens came last. A composite shows that of its insides. */
  const streams = new Map<string, Stream>()
  const listeners = new Map<string, Set<() => void>>()
  const textListeners = new Map<string, Set<() => void>>()
  /** Grows with every change inside a composite: what its card is redrawn by. */
  const versions = new Map<string, number>()
  let news: RunNews[] = []
  let seq = 0

  const wake = (map: Map<string, Set<() => void>>, key: string): void => {
    for (const listener of map.get(key) ?? []) listener()
  }
  const listen = (map: Map<string, Set<() => void>>, key: string, listener: () => void): (() => void) => {
    const set = map.get(key) ?? new Set()
    map.set(key, set.add(listener))
    return () => {
      set.delete(listener)
      if (set.size === 0 && map.get(key) === set) map.delete(key)
    }
  }

  function fold(): void {
    const batch = news
    news = []
    const changed = new Set<string>()
    const spoken = new Set<string>()
    const headBefore = head
    for (const one of batch) {
      if (one.type === 'delta') addText(one, spoken)
      else if (one.type === 'snapshot') replace(one.view, changed, spoken)
      else merge(one.patch, changed, spoken)
    }
    for (const id of changed) {
      const owner = id.includes('/') ? id.slice(0, id.indexOf('/')) : id
      versions.set(owner, (versions.get(owner) ?? 0) + 1)
      wake(listeners, id)
      wake(listeners, `${owner}/*`)
    }
    for (const id of spoken) wake(textListeners, id)
    if (changed.size > 0) wake(listeners, '*')
    if (head !== headBefore) wake(listeners, '')
  }

  function replace({ nodes, ...rest }: RunView, changed: Set<string>, spoken: Set<string>): void {
    for (const id of cells.keys()) if (!(id in nodes)) changed.add(id)
    for (const id of changed) cells.delete(id)
    for (const [id, node] of Object.entries(nodes)) {
      cells.set(id, node)
      changed.add(id)
    }
    for (const id of new Set([...streams.keys(), ...Object.keys(nodes)])) {
      streams.delete(id)
      spoken.add(id)
    }
    head = rest
  }

  function merge(patch: RunPatch, changed: Set<string>, spoken: Set<string>): void {
    if (!head || patch.seq < head.seq) return
    head = { ...head, ...patch.run, seq: patch.seq }
    for (const [id, fields] of Object.entries(patch.nodes ?? {})) {
      if (fields.status === 'running' && cells.get(id)?.status !== 'running' && id.includes('/')) {
        // A stage of a composite begins: what the one before it wrote is over.
        const owner = id.slice(0, id.indexOf('/'))
        if (streams.delete(owner)) spoken.add(owner)
      }
      cells.set(id, { ...(cells.get(id) ?? idleNode), ...fields })
      changed.add(id)
      if (fields.text === undefined && fields.status === undefined) continue
      spoken.add(id)
      const stream = streams.get(id)
      const stale = fields.text === null || !stream?.text.startsWith(fields.text ?? '')
      // The view's text is cut at 2 KiB: what has streamed goes on from there unless it is another text.
      if (fields.text !== undefined && stale) streams.delete(id)
    }
  }

  function addText({ nodeId, path, text }: RunNews & { type: 'delta' }, spoken: Set<string>): void {
    const owner = nodeId.includes('/') ? nodeId.slice(0, nodeId.indexOf('/')) : null
    for (const id of owner === null ? [nodeId] : [nodeId, owner]) {
      const stream = streams.get(id)
      const now = Date.now()
      if (stream?.path === path) {
        stream.text = (stream.text + text).slice(-shownChars)
        stream.at = now
      } else if (stream && path.includes('[') && now - stream.at < heldMs) continue
      else {
        // The first tokens after a snapshot go on where its text ends; those of another step start anew. Of several
        // items the snapshot's text may be that of any.
        const before = stream || id === owner || path.includes('[') ? '' : (cells.get(id)?.text ?? '')
        streams.set(id, { path, text: before + text, at: now })
      }
      spoken.add(id)
    }
  }

  return {
    /** Takes news in; they show with the next frame. */
    push(one: RunNews): void {
      if (one.type === 'snapshot') seq = one.view.seq
      else if (one.type === 'patch') seq = Math.max(seq, one.patch.seq)
      news.push(one)
      frame(fold)
    },
    /** What the stream has brought so far, folded or not: where a reconnect goes on. */
    seq: (): number => seq,
    /** What is on screen is no place to go on from: the stream begins anew, with a whole view. */
    rewind(): void {
      seq = 0
    },
    setConnection(next: Connection, tryAt: number | null = null): void {
      if (next === connection && tryAt === retryAt) return
      connection = next
      retryAt = tryAt
      wake(listeners, '')
    },
    /** Forgets the run. */
    clear(): void {
      news = []
      seq = 0
      head = null
      connection = 'none'
      retryAt = null
      const ids = [...cells.keys()]
      cells.clear()
      streams.clear()
      versions.clear()
      for (const id of ids) {
        wake(listeners, id)
        wake(textListeners, id)
      }
      for (const key of [...listeners.keys()]) if (key.endsWith('/*')) wake(listeners, key)
      wake(listeners, '*')
      wake(listeners, '')
    },
    head: (): RunHead | null => head,
    connection: (): Connection => connection,
    retryAt: (): number | null => retryAt,
    /** Null without a run on screen; idle for a node the run has not reached or does not know. */
    node: (id: string): NodeView | null => cells.get(id) ?? (head ? idleNode : null),
    nodeIds: (): readonly string[] => [...cells.keys()],
    /** The text of a node as it stands: streamed so far, else that of the view. */
    text: (id: string): string => streams.get(id)?.text ?? cells.get(id)?.text ?? '',
    version: (id: string): number => versions.get(id) ?? 0,
    /** The whole view, as an outside client would have it. */
    view: (): RunView | null => head && { ...head, nodes: Object.fromEntries(cells) },
    onHead: (listener: () => void) => listen(listeners, '', listener),
    onNode: (id: string, listener: () => void) => listen(listeners, id, listener),
    /** The node or anything inside it. */
    onInside: (id: string, listener: () => void) => listen(listeners, `${id}/*`, listener),
    onAnyNode: (listener: () => void) => listen(listeners, '*', listener),
    onText: (id: string, listener: () => void) => listen(textListeners, id, listener),
  }
}

export type RunStore = ReturnType<typeof createRunStore>
