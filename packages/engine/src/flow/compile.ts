import { InvariantError } from '../failure.ts'
import { limits } from '../limits.ts'
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
import { type BodyEdge, bodyEdges } from './bodyEdges.ts'
import type { Edge, Flow, FlowNode, Policy } from './flow.ts'
import { firstPort, hasBody, portsOf } from './graph.ts'
import { cancelRegion, groupPlans, wholeGroups } from './loopGroups.ts'
import { findLoops, type LoopForest } from './loops.ts'
import { aliases, mentions, namedIn, type Scope } from './mentions.ts'
import { resolvePolicy } from './policy.ts'
import type { Ports } from './port.ts'
import { findThreads } from './threads.ts'

/** An edge of a compiled body. Node number -1 is the container. */
export interface EdgePlan extends BodyEdge {
  /** Of a join that opens threads: the thread it speaks for, and which of the thread's results it carries. */
  readonly thread?: number
  readonly inner?: number
  /** Goes back to the head of the loop `group`. */
  readonly back: boolean
  /** Place among the target's forward in-edges, or among the body's results. */
  slot: number
}

export interface NodePlan {
  readonly index: number
  /** Its place among all nodes of the flow that runs, those in bodies included; -1 in a flow that is called. */
  readonly number: number
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
  /** Nothing goes forward from here, or from somewhere in its threads: a failure that arrives has nowhere to be absorbed. */
  sink: boolean
  readonly body: BodyPlan | null
  /** A join that opens its body per arrival or batch: how many threads there can be. */
  readonly threads: number | null
  readonly pool: PoolOptions | null
  readonly loop: LoopOptions | null
  readonly sample: SampleOptions | null
  /** Its body is compiled when it is first opened: a flow may call itself. */
  readonly callee: Callee | null
  /** Which earlier results its texts mention: alias and node number, in this body or (`up` levels) further out. */
  readonly mentions: readonly { readonly alias: string; readonly up: number; readonly node: number }[]
  /** Its texts mention the run's memory, or it works on it. */
  readonly recalls: boolean
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

/**
 * Compiles a flow that `validateFlow` found free of errors.
 * @throws InvariantError when it was not.
 */
export function compile(flow: Flow, kit: Kit, prefix = ''): BodyPlan {
  const inside = (parent: string | undefined): readonly FlowNode[] =>
    flow.nodes.filter((node) => node.parent === parent)
  let count = 0
  const next = (): number => (prefix === '' ? count++ : -1)
  return compileBody({ kit, nodesOf: inside, edges: flow.edges, outer: [], prefix, next }, undefined)
}

interface Source {
  readonly kit: Kit
  readonly nodesOf: (parent: string | undefined) => readonly FlowNode[]
  readonly edges: readonly Edge[]
  /** Enclosing bodies, innermost first, for names in texts. */
  readonly outer: readonly Scope[]
  readonly prefix: string
  /** Numbers the nodes. */
  readonly next: () => number
  /** Policy a composite passes on to the calls inside it. */
  readonly inherited?: Policy | undefined
  readonly stopOnFailure?: boolean
  /** What its nodes give is kept whoever mentions it. */
  readonly keepsAll?: boolean
}
/** A node of a body with what its kind says of it. */
interface Member {
  readonly node: FlowNode
  readonly definition: NodeDefinition
  readonly behaviour: NodeBehaviour
  readonly params: unknown
  readonly ports: Ports
  readonly activation: Activation
}

/** A part of a body that runs once per thread of the join in front of it: hidden in that join as its body. */
interface Threaded {
  readonly body: BodyPlan
  readonly most: number
}

/** `threads`: the body of a join that opens threads. */
function compileBody(source: Source, container: string | undefined, threads = false): BodyPlan {
  const all = source.nodesOf(container).map((node) => member(source, node))
  const { members, edges, threaded, scope } = withoutThreads(source, all, container, threads)
  const scopes = [scope, ...source.outer]
  if (source.keepsAll) for (const index of members.keys()) scope.keep.add(index)

  // What the container sends enters a loop as anything else does; nothing leads back to it.
  const inner = edges.filter((edge) => edge.target >= 0)
  const forest = loopsOf(inner, members.length)
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
  const groups = groupPlans(members.length, forest.loops, groupOf, plans, source.edges)

  const nodes = members.map((one, index): NodePlan => {
    const { node, definition, behaviour, params, ports, activation } = one
    const nodeOuts = outs[index] as EdgePlan[]
    const forward = nodeOuts.filter((edge) => !edge.back)
    const region = activation.type === 'join' && activation.rest === 'cancel' ? cancelRegion(index, ins, outs) : []
    const threads = threaded.get(index) ?? null
    return {
      index,
      number: source.next(),
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
      sink: forward.length === 0 || (threads?.body.nodes.some((inner) => inner.sink) ?? false),
      body: threads?.body ?? innerBody(source, node, definition, params, scopes),
      threads: threads?.most ?? null,
      pool: definition.container?.(params) ?? null,
      loop: definition.loop?.(params) ?? null,
      sample: definition.sample?.(params) ?? null,
      callee: definition.callee?.(params) ?? null,
      mentions: mentions(definition, params, scopes),
      recalls: definition.usesMemory === true || namedIn(definition, params).some(([root]) => root === 'memory'),
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
    byId: new Map(members.map(({ node }, index) => [node.id, index])),
    keep: scope.keep,
    stopOnFailure: source.stopOnFailure === true && container === undefined,
  }
}

function member({ kit }: Source, node: FlowNode): Member {
  const definition = kit.definition(node.kind)
  const behaviour = kit.behaviour(node.kind)
  if (!definition || !behaviour) throw new InvariantError(`no kind “${node.kind}”`)
  const params = definition.params.parse(node.params)
  return {
    node,
    definition,
    behaviour,
    params,
    ports: portsOf(node, definition),
    activation: definition.activation(params),
  }
}

function loopsOf(edges: readonly BodyEdge[], size: number): LoopForest {
  const forest = findLoops({
    size: size + 1,
    edges: edges.map((edge): [number, number] => [edge.source < 0 ? size : edge.source, edge.target]),
  })
  if (forest.irreducible.length > 0) throw new InvariantError('a loop with several entries passed validation')
  return forest
}

/**
 * A body in which every part that runs in threads is folded into the join that opens them: that join has it as its body,
 * and one edge per thread to whatever the part leads to.
 */
function withoutThreads(source: Source, all: readonly Member[], container: string | undefined, threads: boolean) {
  const numbers = new Map(all.map(({ node }, index) => [node.id, index]))
  const drawn = bodyEdges(source.edges, all, numbers, container, threads)
  const opens = ({ activation: rule }: Member): boolean =>
    rule.type === 'join' && (rule.need === 'each' || rule.need === 'collect')
  const scopeOf = (members: readonly Member[]): Scope => ({
    byAlias: aliases(members.map(({ node }) => node)),
    keep: new Set(),
  })
  if (!all.some(opens))
    return { members: all, edges: drawn, threaded: new Map<number, Threaded>(), scope: scopeOf(all) }

  const inner = drawn.filter((edge) => edge.target >= 0)
  const backs = new Set(loopsOf(inner, all.length).loops.flatMap((loop) => loop.back.map((edge) => inner[edge])))
  const { around, most, mixed } = findThreads(
    all.map((one) => one.activation),
    drawn.map((edge): [number, number] => [edge.source, edge.target]),
    (edge) => backs.has(drawn[edge] as BodyEdge),
  )
  if (mixed.length > 0) throw new InvariantError('an edge between different threads passed validation')
  const here = all.flatMap((_, index) => (around[index]?.length === 0 ? [index] : []))
  const moved = new Map(here.map((old, index) => [old, index]))
  const members = here.map((index) => all[index] as Member)
  const scope = scopeOf(members)

  const threaded = new Map<number, Threaded>()
  for (const opener of here) {
    const count = most.get(opener)
    if (count === undefined) continue
    const inside = all.flatMap((_, index) => (around[index]?.[0] === opener ? [index] : []))
    const body = compileThread({ ...source, outer: [scope, ...source.outer] }, all, drawn, opener, inside)
    if (count * body.results.length > limits.threadEdges) throw new InvariantError('too many threads passed validation')
    threaded.set(moved.get(opener) as number, { body, most: count })
  }

  const target = new Map(drawn.map((edge) => [edge.id, edge]))
  const edges: (BodyEdge & { thread?: number; inner?: number })[] = []
  const done = new Set<number>()
  for (const edge of drawn) {
    const opener =
      edge.source < 0 ? undefined : (around[edge.source]?.[0] ?? (most.has(edge.source) ? edge.source : undefined))
    if (opener === undefined) {
      edges.push({ ...edge, source: moved.get(edge.source) ?? -1, target: moved.get(edge.target) ?? -1 })
      continue
    }
    if (done.has(opener)) continue
    done.add(opener)
    const from = moved.get(opener) as number
    const { body, most: count } = threaded.get(from) as Threaded
    for (let thread = 0; thread < count; thread++)
      for (const result of body.results) {
        const last = target.get(result.id) as BodyEdge
        edges.push({ ...last, source: from, target: moved.get(last.target) ?? -1, thread, inner: result.slot })
      }
  }
  return { members, edges, threaded, scope }
}

/** What lies behind `opener` up to the edges that lead out of its threads: these bring the results, under their own ids. */
function compileThread(
  source: Source,
  all: readonly Member[],
  drawn: readonly BodyEdge[],
  opener: number,
  inside: readonly number[],
): BodyPlan {
  const idOf = (index: number): string => (all[index] as Member).node.id
  const owner = idOf(opener)
  const within = new Set(inside)
  const file = new Map(source.edges.map((edge) => [edge.id, edge]))
  const ids = new Set(all.map(({ node }) => node.id))
  const own = drawn
    .filter((edge) => edge.source === opener || within.has(edge.source))
    .map((edge): Edge => {
      const stays = within.has(edge.target)
      return {
        ...file.get(edge.id),
        id: edge.id,
        source: idOf(edge.source),
        sourcePort: edge.sourcePort,
        target: stays ? idOf(edge.target) : owner,
        targetPort: stays ? edge.targetPort : edge.id,
      }
    })
  const deeper = source.edges.filter((edge) => !ids.has(edge.source) || !ids.has(edge.target))
  const nodes = inside.map((index) => (all[index] as Member).node)
  const nodesOf = (parent: string | undefined) => (parent === owner ? nodes : source.nodesOf(parent))
  return compileBody({ ...source, nodesOf, edges: [...own, ...deeper] }, owner, true)
}

function innerBody(
  source: Source,
  node: FlowNode,
  definition: NodeDefinition,
  params: unknown,
  scopes: readonly Scope[],
): BodyPlan | null {
  if (hasBody(definition)) {
    const { soleRetry = false, notesDone: keepsAll = false } = definition.loop?.(params) ?? {}
    const inherited = soleRetry ? { ...source.inherited, attempts: 1 } : source.inherited
    return compileBody({ ...source, outer: scopes, inherited, keepsAll }, node.id)
  }
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
      next: source.next,
      // Attempts and timeout go down to each call, through composites in composites (API.md rule 10).
      inherited: { ...source.inherited, ...node.policy },
      stopOnFailure: body.onFailure === 'stop',
    },
    undefined,
  )
}
