import { Flow, type FlowNode, Id, isRecord } from '@quorum/engine'
import { z } from 'zod'
import { calledBy } from './calledFlows.ts'
import { newId } from './ids.ts'
import type { FlowStore, StoredFlow } from './store/flowStore.ts'
import { sameJson } from './store/sameJson.ts'

/** More than this no file brings along. */
const mostCarried = 500

/**
 * A flow as it is handed on: with the flows it calls, by the ids by which it calls them. `id` is its own, where one of
 * those calls it back.
 */
export const FlowFile = Flow.extend({
  id: Id.optional(),
  flows: z
    .record(Id, Flow)
    .refine((flows) => Object.keys(flows).length <= mostCarried, `may carry ${mostCarried} flows at most`)
    .optional(),
})
export type FlowFile = z.infer<typeof FlowFile>

type Find = (id: string) => Flow | undefined

/** The flow with everything it may come to call, itself or by a tool of one of its agents. */
export function packed(id: string, flow: Flow, find: Find): FlowFile {
  const flows: Record<string, Flow> = {}
  let back = false
  const work = [flow]
  for (let at = work.pop(); at; at = work.pop())
    for (const called of namedFlows(at)) {
      back ||= called === id
      const callee = called === id || Object.hasOwn(flows, called) ? undefined : find(called)
      if (!callee) continue
      flows[called] = callee
      work.push(callee)
    }
  return { ...flow, ...(back ? { id } : {}), ...(Object.keys(flows).length > 0 ? { flows } : {}) }
}

/** What a flow calls: as this file brings it, else as it is here. */
export function callableFrom(file: unknown, find: Find): Find {
  const brought = isRecord(file) && 'flows' in file ? FlowFile.safeParse(file).data?.flows : undefined
  return (id) => (brought && Object.hasOwn(brought, id) ? brought[id] : find(id))
}

/**
 * Saves a flow and what it brings along. A flow that is here already, word for word, is not doubled; every other one
 * gets an id of its own, by which the others then call it.
 */
export function unpack({ id: own, flows: carried = {}, ...flow }: FlowFile, store: FlowStore): StoredFlow {
  const brought = Object.entries(carried).filter(([id, one]) => !sameJson(one, store.get(id)?.flow))
  const ids = new Map(brought.map(([id]) => [id, newId('flow')]))
  const root = newId('flow')
  if (own !== undefined) ids.set(own, root)
  const files = brought.map(([id, one]) => ({ id: ids.get(id) as string, flow: calling(one, ids) }))
  const [saved] = store.createAll([{ id: root, flow: calling(flow, ids) }, ...files])
  return saved as StoredFlow
}

/** Whatever calls a flow: steps, and what has a kind and settings as a step has (tools of agents). */
type Caller = Pick<FlowNode, 'kind' | 'params'>

const calledIn = (value: Record<string, unknown>): string | undefined =>
  typeof value.kind === 'string' && isRecord(value.params) ? calledBy(value as Caller) : undefined

/** The ids of all flows that a flow names, anywhere in its steps. */
function namedFlows({ nodes }: Flow): ReadonlySet<string> {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    const called = isRecord(value) ? calledIn(value) : undefined
    if (called !== undefined) found.add(called)
    if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) look(one)
  }
  look(nodes)
  return found
}

/** The same flow, calling others by their new ids. */
function calling(flow: Flow, ids: ReadonlyMap<string, string>): Flow {
  const renamed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(renamed)
    if (!isRecord(value)) return value
    const called = calledIn(value)
    const id = called === undefined ? undefined : ids.get(called)
    const made = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one)]))
    if (id === undefined) return made
    const params = Object.entries(made.params as object).map(([key, one]) => [key, one === called ? id : one])
    return { ...made, params: Object.fromEntries(params) }
  }
  return ids.size === 0 ? flow : { ...flow, nodes: renamed(flow.nodes) as Flow['nodes'] }
}
