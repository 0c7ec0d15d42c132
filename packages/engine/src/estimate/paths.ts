import type { BodyPlan, EdgePlan, NodePlan } from '../flow/compile.ts'

/** The ports of a node that decides where its signal goes, with how probable each is. */
export interface Choice {
  readonly exclusive: boolean
  readonly ports: ReadonlyMap<string, number>
}

/**
 * A body as a tree of what depends on what: a node hangs below the one place every way to it goes through (its
 * dominator). Besides the nodes, each port of an exclusive choice is a place of its own.
 */
export interface Paths {
  readonly root: number
  /** Places in an order in which all that leads to one comes before it; the root first. */
  readonly order: readonly number[]
  readonly parent: readonly number[]
  readonly children: readonly (readonly number[])[]
  /** Does it run whenever its parent does, if nothing fails? */
  readonly sure: readonly boolean[]
  /** Does it run in every run in which nothing fails? */
  readonly certain: readonly boolean[]
  /** How probable it is that it runs, in one round of its loop. */
  readonly chance: readonly number[]
  /** The places of a node's exclusive ports; those that only go back are left out. */
  readonly options: ReadonlyMap<number, readonly number[]>
  /** Nodes from which a signal comes forward to a node. */
  readonly feeders: readonly (readonly number[])[]
}

/** Ports of the engine that only speak when something goes wrong. */
const rare: ReadonlySet<string> = new Set(['error', 'limit', 'undo'])

/** Looking for what is sure takes at most so many steps; what was not found in time counts as not sure. */
const mostSteps = 2_000_000

export function pathsOf(plan: BodyPlan, choiceOf: (node: NodePlan) => Choice): Paths {
  const size = plan.nodes.length
  const root = size
  const choices = plan.nodes.map(choiceOf)
  const optionOf = new Map<string, number>()
  const owner: number[] = []
  const chanceOfOption: number[] = []
  const options = new Map<number, number[]>()
  plan.nodes.forEach((node, index) => {
    const choice = choices[index] as Choice
    if (!choice.exclusive) return
    const forward = [...choice.ports].filter(([port]) => !onlyBack(node, port))
    const leaving = forward.filter(([port]) => port !== 'limit')
    const whole = leaving.reduce((all, [, chance]) => all + chance, 0) || 1
    const back = [...choice.ports].reduce((all, [port, chance]) => all + (onlyBack(node, port) ? chance : 0), 0)
    // A loop goes on until one of the ways out is taken, or all its rounds are over.
    const exhausted = Math.min(1, back) ** (plan.groups[node.group]?.maxRounds ?? 1)
    for (const [port, chance] of forward) {
      const leaves = node.outs.some((edge) => edge.sourcePort === port && !sharesGroup(plan, node, edge))
      const place = size + 1 + owner.push(index) - 1
      optionOf.set(`${index} ${port}`, place)
      if (port === 'limit' && back > 0) chanceOfOption.push(exhausted)
      else chanceOfOption.push(leaves ? (chance / whole) * (back > 0 ? 1 - exhausted : 1) : chance)
      options.set(index, [...(options.get(index) ?? []), place])
    }
  })
  const sourceOf = (edge: EdgePlan): { place: number; chance: number } => {
    if (edge.source < 0) return { place: root, chance: 1 }
    const choice = choices[edge.source] as Choice
    if (choice.exclusive) {
      const place = optionOf.get(`${edge.source} ${edge.sourcePort}`)
      if (place !== undefined) return { place, chance: 1 }
    }
    return { place: edge.source, chance: choice.ports.get(edge.sourcePort) ?? (rare.has(edge.sourcePort) ? 0 : 1) }
  }

  const count = size + 1 + owner.length
  const parent = new Array<number>(count).fill(root)
  const depth = new Array<number>(count).fill(0)
  const sure = new Array<boolean>(count).fill(true)
  const certain = new Array<boolean>(count).fill(true)
  const chance = new Array<number>(count).fill(1)
  const children: number[][] = Array.from({ length: count }, () => [])
  const order = [root]
  let steps = 0

  const common = (a: number, b: number): number => {
    let [x, y] = [a, b]
    while (x !== y) {
      if ((depth[x] as number) >= (depth[y] as number)) x = parent[x] as number
      else y = parent[y] as number
      steps++
    }
    return x
  }
  const place = (at: number, below: number): void => {
    parent[at] = below
    depth[at] = (depth[below] as number) + 1
    order.push(at)
    children[below]?.push(at)
  }
  /** Is one of `edges` live whenever `from` runs? Climbs from their sources: a choice counts once all its options do. */
  const covered = (edges: readonly EdgePlan[], from: number): boolean => {
    const seen = new Set<number>()
    const found = new Map<number, number>()
    const work = edges.flatMap((edge) => {
      const source = sourceOf(edge)
      return source.chance === 1 ? [source.place] : []
    })
    for (let at = work.pop(); at !== undefined; at = work.pop()) {
      if (at === from) return true
      if (seen.has(at) || at === root || ++steps > mostSteps) continue
      seen.add(at)
      const above = parent[at] as number
      if (at <= root) {
        if (sure[at]) work.push(above)
        continue
      }
      const marked = (found.get(above) ?? 0) + 1
      found.set(above, marked)
      if (marked === options.get(above)?.length) work.push(above)
    }
    return false
  }

  for (const index of topological(plan)) {
    const node = plan.nodes[index] as NodePlan
    const sources = node.ins.map(sourceOf)
    const first = sources[0]
    const below = first === undefined ? root : sources.reduce((at, source) => common(at, source.place), first.place)
    place(index, below)
    sure[index] = node.ins.length === 0 || fires(node, (edges) => covered(edges, below))
    certain[index] = (sure[index] && certain[below]) as boolean
    const shares = sources.map((source) => (chance[source.place] as number) * source.chance)
    const whole = chance[below] as number
    const together = needsAll(node) ? Math.min(...shares) : shares.reduce((all, one) => all + one, 0)
    chance[index] = sure[index] ? whole : Math.min(whole, together)
    for (const option of options.get(index) ?? []) {
      place(option, index)
      sure[option] = false
      certain[option] = false
      chance[option] = (chance[index] as number) * (chanceOfOption[option - size - 1] as number)
    }
  }
  const feeders = plan.nodes.map((node) => node.ins.flatMap((edge) => (edge.source < 0 ? [] : [edge.source])))
  return { root, order, parent, children, sure, certain, chance, options, feeders }
}

const onlyBack = (node: NodePlan, port: string): boolean => {
  const edges = node.outs.filter((edge) => edge.sourcePort === port)
  return edges.length > 0 && edges.every((edge) => edge.back)
}

function sharesGroup(plan: BodyPlan, node: NodePlan, edge: EdgePlan): boolean {
  if (node.group === 0) return true
  return edge.target >= 0 && (plan.groups[node.group]?.members.includes(edge.target) ?? false)
}

const needsAll = ({ activation }: NodePlan): boolean => activation.type === 'join' && activation.need === 'all'

/** The engine's own rule (`decideCell`), asked about what is sure. */
function fires(node: NodePlan, covered: (edges: readonly EdgePlan[]) => boolean): boolean {
  const { activation, ins } = node
  if (activation.type === 'arrivals') return covered(ins)
  if (activation.type === 'feeders') {
    const ports = [...new Set(ins.map((edge) => edge.targetPort))]
    return ports.every((port) => covered(ins.filter((edge) => edge.targetPort === port)))
  }
  if (activation.need !== 'all' && activation.need !== 'n') return covered(ins)
  const wanted = activation.need === 'all' ? ins.length : (activation.n ?? 1)
  if (wanted === 1) return covered(ins)
  return ins.filter((edge) => covered([edge])).length >= wanted
}

function topological(plan: BodyPlan): number[] {
  const left = plan.nodes.map((node) => node.ins.filter((edge) => edge.source >= 0).length)
  const order = plan.nodes.flatMap((_, index) => (left[index] === 0 ? [index] : []))
  for (let at = 0; at < order.length; at++) {
    for (const edge of plan.nodes[order[at] as number]?.outs ?? []) {
      if (edge.back || edge.target < 0) continue
      left[edge.target] = (left[edge.target] as number) - 1
      if (left[edge.target] === 0) order.push(edge.target)
    }
  }
  return order
}
