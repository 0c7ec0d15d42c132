import type { EdgePlan, NodePlan } from '../flow/compile.ts'
import type { Memory } from '../memory.ts'
import type { Arrival, NodeInput } from '../node.ts'
import { isRecord, type Value } from '../value.ts'
import { hashSeed } from './hash.ts'
import { type Activation, type Frame, pathOf, type RunState, type Signal } from './state.ts'

/**
 * Every in-edge of a node with its signal; one that has not arrived counts as not taken. In edge order. A port that
 * work came back to has that, and no more what came from outside in round 1.
 */
export function arrivalsOf(frame: Frame, node: NodePlan): Arrival[] {
  const cell = frame.cells[node.index]
  if (!cell?.carry) return node.ins.map((edge) => arrivalAt(frame, edge, cell?.signals?.[edge.slot]))
  const back = [...cell.carry]
  const returned = new Set(back.map(([edge]) => edge.targetPort))
  return [
    ...node.ins
      .filter((edge) => !returned.has(edge.targetPort))
      .map((edge) => arrivalAt(frame, edge, cell.signals?.[edge.slot])),
    ...back.map(([edge, value]) => arrivalAt(frame, edge, { live: true, value })),
  ]
}

export function arrivalAt(frame: Frame, edge: EdgePlan, signal: Signal | undefined): Arrival {
  const source = frame.plan.nodes[edge.source]
  return {
    edgeId: edge.id,
    source: source?.id ?? '@',
    title: source?.title ?? edge.sourcePort,
    port: edge.targetPort,
    signal: signal?.live ? { live: true, value: signal.value } : { live: false, reason: signal?.reason ?? 'notTaken' },
  }
}

/** By port: one live feeder gives its value, several give a list in edge order (API.md rule 4). */
export class Gathered {
  readonly ports: Record<string, Value> = {}
  #lists: Map<string, Value[]> | null = null

  add(port: string, value: Value): void {
    const list = this.#lists?.get(port)
    if (list) list.push(value)
    else if (Object.hasOwn(this.ports, port)) {
      const both = [this.ports[port] as Value, value]
      this.ports[port] = both
      this.#lists ??= new Map()
      this.#lists.set(port, both)
    } else this.ports[port] = value
  }
}

/** The ports of what is live among these. */
export function portsOf(arrivals: readonly Arrival[]): Record<string, Value> {
  const gathered = new Gathered()
  for (const { port, signal } of arrivals) if (signal.live) gathered.add(port, signal.value)
  return gathered.ports
}

/** The same input, with what the run remembers now. */
export const withMemory = (input: NodeInput, memory: Memory): NodeInput => ({
  ...input,
  memory,
  names: { ...input.names, memory: memory.values },
})

export function buildInput(run: RunState, frame: Frame, node: NodePlan, path = pathOf(frame, node)): NodeInput {
  const arrivals = arrivalsOf(frame, node)
  const ports = portsOf(arrivals)
  const value = firstValue(run, frame, node, ports)
  return {
    value,
    ports,
    arrivals,
    names: namesOf(run, frame, node, value),
    ...(node.recalls ? { memory: run.memory } : {}),
    connected: node.connected,
    seed: hashSeed(run.seed, path),
  }
}

/** What is set at the call is laid over what reached it; a bare value becomes the first field that is not set. */
function calledWith({ node: { callee }, input: { value } }: Activation, input: NodePlan): Value {
  const values = callee?.values ?? {}
  if (Object.keys(values).length === 0) return value
  if (isRecord(value)) return { ...(value as Readonly<Record<string, Value>>), ...values }
  const open = input.definition.fields?.(input.params)?.find((name) => !(name in values))
  return open === undefined ? values : { [open]: value, ...values }
}

function firstValue(run: RunState, frame: Frame, node: NodePlan, ports: Readonly<Record<string, Value>>): Value {
  // The input of a called flow is what reached the caller.
  if (node.definition.input) return frame.owner === null ? run.input : calledWith(frame.owner, node)
  const value = ports[node.firstInput]
  if (value !== undefined) return value
  // In a body, a node without a feeder works on what the body works on.
  if (node.ins.length > 0 || !frame.owner) return null
  return frame.index === null && frame.round === null ? frame.owner.input.value : frame.item
}

function namesOf(run: RunState, frame: Frame, node: NodePlan, input: Value): Record<string, Value> {
  const names: Record<string, Value> = { input, run: { id: run.id } }
  if (node.recalls) names.memory = run.memory.values
  if (node.mentions.length > 0) {
    const nodes: Record<string, Value> = {}
    for (const mention of node.mentions) {
      let at: Frame | null = frame
      for (let up = 0; up < mention.up; up++) at = at?.owner?.frame ?? null
      nodes[mention.alias] = at?.outputs?.get(mention.node) ?? null
    }
    names.nodes = nodes
  }
  const item = nearest(frame, (at) => at.index !== null)
  if (item) {
    names.item = item.item
    names.index = item.index
  }
  const round = nearest(frame, (at) => at.round !== null)
  if (round) {
    names.state = round.item
    names.round = round.round
  }
  // Threads are parts of the body they are drawn in, and of its loops.
  for (let at = frame, inner = node; ; at = at.owner.frame) {
    if (inner.group > 0) names.round = at.groups[inner.group]?.round ?? 1
    if (inner.group > 0 || !at.owner || at.owner.node.threads === null) break
    inner = at.owner.node
  }
  return names
}

function nearest(frame: Frame, is: (at: Frame) => boolean): Frame | null {
  for (let at: Frame | null = frame; at; at = at.owner?.frame ?? null) if (is(at)) return at
  return null
}
