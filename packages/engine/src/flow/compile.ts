import { conditionNames } from '../expr/condition.ts'
import { templateNames } from '../expr/template.ts'
import { InvariantError } from '../failure.ts'
import type {
  Activation,
  Body,
  Callee,
  Kit,
  LoopOptions,
  NodeBehaviour,
  NodeDefinition,
  PoolOptions,
  SampleOptions,
} from '../node.ts'
import { OUTSIDE } from '../node.ts'
import type { Edge, Flow, FlowNode, Policy } from './flow.ts'
import { firstPort, hasBody, portsOf } from './graph.ts'
import { findLoops } from './loops.ts'
import type { Ports } from './port.ts'

/** An edge of a compiled body. Node number -1 is {@link OUTSIDE}. */
export interface EdgePlan {
  readonly id: string
  readonly source: number
  readonly sourcePort: string
  readonly target: number
  readonly targetPort: string
  /** Goes back to the head of the loop `group`. */
  readonly back: boolean
  /** Place among the target's forward in-edges, or among the body's results. */
  slot: number
}

export interface NodePlan {
  readonly index: number
  readonly id: string
  readonly title: string
  /** Key in the view: `council/member` for an inner node of a composite. */
  readonly key: string
  readonly kind: string
  readonly definition: NodeDefinition
  readonly behaviour: NodeBehaviour
  readonly params: unknown
  readonly policy: ResolvedPolicy
  readonly activation: Activation
  readonly firstInput: string
  readonly firstOutput: string
  readonly ins: EdgePlan[]
  readonly backIns: EdgePlan[]
  readonly outs: EdgePlan[]
  readonly connected: ReadonlySet<string>
  /** Innermost loop it belongs to; 0 is the body itself. */
  group: number
  /** Nothing goes forward from here: a failure that arrives has nowhere to be absorbed. */
  sink: boolean
  readonly body: BodyPlan | null
  readonly pool: PoolOptions | null
  readonly loop: LoopOptions | null
  readonly sample: SampleOptions | null
  /** Its body is compiled when it is first opened: a flow may call itself. */
  readonly callee: Callee | null
  /** Which earlier results its texts mention: alias and node number, in this body or (`up` levels) further out. */
  readonly mentions: readonly { readonly alias: string; readonly up: number; readonly node: number }[]
  /** What `rest: cancel` withdraws when this join fires, and the loops that lie wholly in it. */
  readonly region: readonly number[]
  readonly regionGroups: readonly number[]
}

export interface GroupPlan {
  readonly head: number
  readonly parent: number
  readonly members: readonly number[]
  /** Direct members: nodes of this very group, and loops directly in it. */
  readonly size: number
  readonly inner: readonly number[]
  readonly back: readonly EdgePlan[]
  readonly maxRounds: number
}

/** A body ready to run: the flow itself, the body of a container, the inside of a composite. Immutable and shared by all its frames. */
export interface BodyPlan {
  readonly nodes: readonly NodePlan[]
  readonly byId: ReadonlyMap<string, number>
  readonly edges: readonly EdgePlan[]
  readonly groups: readonly GroupPlan[]
  /** Nodes without a feeder: they run when the body opens. */
  readonly starts: readonly number[]
  /** Edges from the container, by its inner port. */
  readonly fed: readonly EdgePlan[]
  /** Edges to the container, in edge order. */
  readonly results: readonly EdgePlan[]
  /** Results that a later text mentions must be kept. */
  readonly keep: ReadonlySet<number>
  /** The first failure that is not handled ends it. */
  readonly stopOnFailure: boolean
}

export interface ResolvedPolicy {
  readonly attempts: number
  readonly backoffMs: number
  readonly timeoutMs: number | null
  readonly onError: 'fail' | 'port' | 'fallback'
  readonly fallbackValue: unknown
}

const DEFAULT_ROUNDS = 10

/**
 * Compiles a flow that `validateFlow` found free of errors.
 * @throws InvariantError when it was not.
 */
export function compile(flow: Flow, kit: Kit, prefix = ''): BodyPlan {
  const inside = (parent: string | undefined): readonly FlowNode[] =>
    flow.nodes.filter((node) => node.parent === parent)
  return compileBody({ kit, nodesOf: inside, edges: flow.edges, outer: [], prefix }, undefined)
}

interface Source {
  readonly kit: Kit
  readonly nodesOf: (parent: string | undefined) => readonly FlowNode[]
  readonly edges: readonly Edge[]
  /** Enclosing bodies, innermost first, for names in texts. */
  readonly outer: readonly Scope[]
  readonly prefix: string
  /** Policy a composite passes on to the calls inside it. */
  readonly inherited?: Policy | undefined
  readonly stopOnFailure?: boolean
}
interface Scope {
  readonly byAlias: ReadonlyMap<string, number>
  readonly keep: Set<number>
}

function compileBody(source: Source, container: string | undefined): BodyPlan {
  const members = source.nodesOf(container)
  const numbers = new Map(members.map((node, index) => [node.id, index]))
  const edges = bodyEdges(source, members, numbers, container)
  const scope: Scope = { byAlias: aliases(members), keep: new Set() }
  const scopes = [scope, ...source.outer]

  // What the container sends enters a loop as anything else does; nothing leads back to it.
  const inner = edges.filter((edge) => edge.target >= 0)
  const forest = findLoops({
    size: members.length + 1,
    edges: inner.map((edge): [number, number] => [edge.source < 0 ? members.length : edge.source, edge.target]),
  })
  if (forest.irreducible.length > 0) throw new InvariantError('a loop with several entries passed validation')
  const backs = new Set(forest.loops.flatMap((loop) => loop.back.map((edge) => inner[edge])))

  const plans: EdgePlan[] = edges.map((edge) => ({ ...edge, back: backs.has(edge), slot: -1 }))
  const ins: EdgePlan[][] = members.map(() => [])
  const backIns: EdgePlan[][] = members.map(() => [])
  const outs: EdgePlan[][] = members.map(() => [])
  const results: EdgePlan[] = []
  for (const plan of plans) {
    if (plan.source >= 0) outs[plan.source]?.push(plan)
    if (plan.target < 0) plan.slot = results.push(plan) - 1
    else if (plan.back) backIns[plan.target]?.push(plan)
    else plan.slot = (ins[plan.target]?.push(plan) ?? 0) - 1
  }

  const groupOf = new Array<number>(members.length).fill(0)
  forest.loops.forEach((loop, index) => {
    for (const node of loop.members) groupOf[node] = index + 1
  })
  const groups = groupPlans(members.length, forest.loops, groupOf, plans, source)

  const nodes = members.map((node, index): NodePlan => {
    const definition = source.kit.definition(node.kind)
    const behaviour = source.kit.behaviour(node.kind)
    if (!definition || !behaviour) throw new InvariantError(`no kind “${node.kind}”`)
    const params = definition.params.parse(node.params)
    const ports = portsOf(node, definition)
    const activation = definition.activation(params)
    const nodeOuts = outs[index] as EdgePlan[]
    const forward = nodeOuts.filter((edge) => !edge.back)
    const region = activation.type === 'join' && activation.rest === 'cancel' ? cancelRegion(index, ins, outs) : []
    return {
      index,
      id: node.id,
      title: node.title ?? node.id,
      key: source.prefix + node.id,
      kind: node.kind,
      definition,
      behaviour,
      params,
      policy: resolvePolicy(node, definition, params, nodeOuts, source.inherited),
      activation,
      firstInput: firstPort(ports.inputs, 'in'),
      firstOutput: firstPort(ports.outputs, 'out'),
      ins: ins[index] as EdgePlan[],
      backIns: backIns[index] as EdgePlan[],
      outs: nodeOuts,
      connected: new Set(nodeOuts.map((edge) => edge.sourcePort)),
      group: groupOf[index] as number,
      sink: forward.length === 0,
      body: innerBody(source, node, definition, params, scopes),
      pool: definition.container?.(params) ?? null,
      loop: definition.loop?.(params) ?? null,
      sample: definition.sample?.(params) ?? null,
      callee: definition.callee?.(params) ?? null,
      mentions: mentions(definition, params, scopes),
      region,
      regionGroups: wholeGroups(region, groups),
    }
  })

  return {
    nodes,
    edges: plans,
    groups,
    starts: nodes.filter((node) => node.ins.length === 0).map((node) => node.index),
    fed: plans.filter((plan) => plan.source < 0),
    results,
    byId: numbers,
    keep: scope.keep,
    stopOnFailure: source.stopOnFailure === true && container === undefined,
  }
}

/** Edges between the members and from or to the container, which becomes -1. */
function bodyEdges(
  source: Source,
  members: readonly FlowNode[],
  numbers: ReadonlyMap<string, number>,
  container: string | undefined,
) {
  const outsideId = container ?? OUTSIDE
  const known = new Map<string, Ports>()
  const port = (nodeId: string, side: 'inputs' | 'outputs', fallback: string): string => {
    let ports = known.get(nodeId)
    if (!ports) {
      const node = members[numbers.get(nodeId) ?? -1]
      const definition = node && source.kit.definition(node.kind)
      if (!node || !definition) return fallback
      ports = portsOf(node, definition)
      known.set(nodeId, ports)
    }
    return firstPort(ports[side], fallback)
  }
  const found: Omit<EdgePlan, 'back' | 'slot'>[] = []
  for (const edge of source.edges) {
    const from = edge.source === outsideId ? -1 : numbers.get(edge.source)
    const to = edge.target === outsideId ? -1 : numbers.get(edge.target)
    if (from === undefined || to === undefined || (from === -1 && to === -1)) continue
    found.push({
      id: edge.id,
      source: from,
      sourcePort: edge.sourcePort ?? (from === -1 ? 'item' : port(edge.source, 'outputs', 'out')),
      target: to,
      targetPort: edge.targetPort ?? (to === -1 ? 'result' : port(edge.target, 'inputs', 'in')),
    })
  }
  // A body of one node without such edges is wired by itself (API.md §1).
  const only = members[0]
  if (container !== undefined && only && members.length === 1) {
    if (!found.some((edge) => edge.source === -1))
      found.unshift({ id: '@in', source: -1, sourcePort: 'item', target: 0, targetPort: port(only.id, 'inputs', 'in') })
    if (!found.some((edge) => edge.target === -1))
      found.push({
        id: '@out',
        source: 0,
        sourcePort: port(only.id, 'outputs', 'out'),
        target: -1,
        targetPort: 'result',
      })
  }
  return found
}

function groupPlans(
  size: number,
  loops: readonly { head: number; members: readonly number[]; parent: number }[],
  groupOf: readonly number[],
  edges: readonly EdgePlan[],
  source: Source,
): GroupPlan[] {
  const limitOf = new Map(source.edges.map((edge) => [edge.id, edge.maxRounds]))
  const counts = new Array<number>(loops.length + 1).fill(0)
  for (const group of groupOf) counts[group] = (counts[group] as number) + 1
  const inner = (group: number) => loops.flatMap((loop, index) => (loop.parent + 1 === group ? [index + 1] : []))
  const all: { head: number; parent: number; members: readonly number[] }[] = [
    { head: -1, parent: -1, members: Array.from({ length: size }, (_, index) => index) },
    ...loops.map((loop) => ({ head: loop.head, parent: loop.parent + 1, members: loop.members })),
  ]
  return all.map((group, index) => {
    const back =
      index === 0
        ? []
        : edges.filter((edge) => edge.back && edge.target === group.head && group.members.includes(edge.source))
    return {
      ...group,
      inner: inner(index),
      size: (counts[index] as number) + inner(index).length,
      back,
      maxRounds: Math.min(...back.map((edge) => limitOf.get(edge.id) ?? DEFAULT_ROUNDS), ...(back.length ? [] : [1])),
    }
  })
}

/** What can reach nothing but the join (API.md rule 5): walk backwards, taking a node once all its forward edges lead into the region. */
function cancelRegion(join: number, ins: readonly EdgePlan[][], outs: readonly EdgePlan[][]): number[] {
  const left = outs.map((edges) => edges.filter((edge) => !edge.back).length)
  const region: number[] = []
  const work = [join]
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    for (const edge of ins[node] ?? []) {
      if (edge.source < 0) continue
      left[edge.source] = (left[edge.source] as number) - 1
      if (left[edge.source] !== 0) continue
      region.push(edge.source)
      work.push(edge.source)
    }
  }
  return region
}

function wholeGroups(region: readonly number[], groups: readonly GroupPlan[]): number[] {
  if (region.length === 0) return []
  const inside = new Set(region)
  return groups.flatMap((group, index) => (index > 0 && group.members.every((node) => inside.has(node)) ? [index] : []))
}

function innerBody(
  source: Source,
  node: FlowNode,
  definition: NodeDefinition,
  params: unknown,
  scopes: readonly Scope[],
): BodyPlan | null {
  if (hasBody(definition)) return compileBody({ ...source, outer: scopes }, node.id)
  if (!definition.expand) return null
  const body: Body = definition.expand(params)
  const nodes = body.nodes.map((inner): FlowNode => ({ position: { x: 0, y: 0 }, ...inner }))
  const edges = body.edges.map((edge, index): Edge => ({ ...edge, id: `i${index}` }) as Edge)
  return compileBody(
    {
      kit: source.kit,
      nodesOf: (parent) => nodes.filter((inner) => inner.parent === parent),
      edges,
      outer: scopes,
      prefix: `${source.prefix}${node.id}/`,
      // Attempts and timeout go down to each call, through composites in composites (API.md rule 10).
      inherited: { ...source.inherited, ...node.policy },
      stopOnFailure: body.onFailure === 'stop',
    },
    undefined,
  )
}

function resolvePolicy(
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

/** Nodes by the names people may use for them: their id, or a title that only one node has. */
export function aliases(nodes: readonly FlowNode[]): Map<string, number> {
  const byAlias = new Map<string, number>()
  const doubled = new Set<string>()
  nodes.forEach((node, index) => {
    if (node.title === undefined) return
    if (byAlias.has(node.title)) doubled.add(node.title)
    byAlias.set(node.title, index)
  })
  for (const title of doubled) byAlias.delete(title)
  nodes.forEach((node, index) => {
    byAlias.set(node.id, index)
  })
  return byAlias
}

function mentions(definition: NodeDefinition, params: unknown, scopes: readonly Scope[]): NodePlan['mentions'] {
  const paths = [
    ...definition.templates(params).flatMap((template) => templateNames(template.text)),
    ...definition.conditions(params).flatMap((condition) => conditionNames(condition.when)),
  ]
  const found = new Map<string, { alias: string; up: number; node: number }>()
  for (const [root, alias] of paths) {
    if (root !== 'nodes' || alias === undefined || found.has(alias)) continue
    for (let up = 0; up < scopes.length; up++) {
      const node = scopes[up]?.byAlias.get(alias)
      if (node === undefined) continue
      scopes[up]?.keep.add(node)
      found.set(alias, { alias, up, node })
      break
    }
  }
  return [...found.values()]
}
