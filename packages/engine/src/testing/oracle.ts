import type { Flow, FlowNode } from '../flow/flow.ts'

/**
 * What becomes of every node of an acyclic flow of test kinds, worked out once more from the rules (API.md, rules 1 to 4),
 * backwards from each node and without any notion of time. It shares no code with the engine, on purpose: it is the second
 * opinion. Threads of `each` and `collect` it reckons one by one, as if each had been drawn. Flows whose outcome depends on who comes first (`rest: cancel`, deadlines, `n` that fails on failures, a
 * failing attempt that is tried again) are none of its business.
 */
export interface Foretold {
  readonly status: 'completed' | 'failed'
  readonly nodes: Readonly<Record<string, 'completed' | 'failed' | 'skipped'>>
}

type Sent = 'live' | 'failed' | 'dead'
interface End {
  readonly status: 'completed' | 'failed' | 'skipped'
  /** What it sends on a port. */
  readonly on: (port: string) => Sent
}

export function foretell(flow: Flow, answers: (path: string) => boolean): Foretold {
  const known = new Map<string, End>()
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]))
  const byId = (id: string) => nodes.get(id) as FlowNode
  const into = once((node: FlowNode) => flow.edges.filter((edge) => edge.target === node.id))
  const needs = (node: FlowNode): unknown => (node.kind === 'join' ? (node.params.need ?? 'live') : null)

  /** The joins in whose threads a node runs: `each` begins one, `collect` ends it and may begin one of batches. */
  const around = once((node: FlowNode): FlowNode[] => {
    const before = feeding(node)
    return needs(node) === 'collect' ? before.slice(0, -1) : before
  })
  const feeding = (node: FlowNode): FlowNode[] => {
    const [edge] = into(node)
    if (!edge) return []
    const source = byId(edge.source)
    return mostThreads(source) > 0 ? [...around(source), source] : around(source)
  }
  const mostArrivals = (node: FlowNode): number => {
    const closed = needs(node) === 'collect' ? feeding(node).at(-1) : undefined
    return into(node).length * (closed ? mostThreads(closed) : 1)
  }
  const mostThreads = once((node: FlowNode): number => {
    if (needs(node) === 'each') return mostArrivals(node)
    const { n } = node.params as { n?: number }
    if (needs(node) !== 'collect' || n === undefined || mostArrivals(node) <= n) return 0
    return Math.ceil(mostArrivals(node) / n)
  })

  const pathOf = (node: FlowNode, threads: readonly number[]): string =>
    [...around(node).map(({ id }, depth) => `${id}[${threads[depth]}]`), node.id].join('/')

  const of = (node: FlowNode, threads: readonly number[]): End => {
    const key = `${node.id} ${threads.join('.')}`
    const before = known.get(key)
    if (before) return before
    const end = endOf(node, threads)
    known.set(key, end)
    return end
  }
  const sent = (edge: Flow['edges'][number], threads: readonly number[]): Sent => {
    const source = byId(edge.source)
    const outer = threads.slice(0, -1)
    if (mostThreads(source) > 0) return opened(source, outer)[threads.at(-1) ?? 0] as Sent
    const owner = around(source).at(-1)
    const opening = owner && (opened(owner, outer)[threads.at(-1) ?? 0] as Sent)
    return opening && opening !== 'live' ? opening : of(source, threads).on(edge.sourcePort ?? firstPort(source))
  }
  const arriving = (node: FlowNode, threads: readonly number[]): Sent[] => {
    const closed = needs(node) === 'collect' ? feeding(node).at(-1) : undefined
    if (!closed) return into(node).map((edge) => sent(edge, threads))
    return Array.from({ length: mostThreads(closed) }, (_, index) =>
      into(node).map((edge) => sent(edge, [...threads, index])),
    ).flat()
  }
  /** How each of its threads begins; one that fails or does not come gives just that wherever it would have led. */
  const begun = new Map<string, Sent[]>()
  const opened = (node: FlowNode, threads: readonly number[]): Sent[] => {
    const key = `${node.id} ${threads.join('.')}`
    const before = begun.get(key)
    if (before) return before
    const made = opening(node, threads)
    begun.set(key, made)
    return made
  }
  function opening(node: FlowNode, threads: readonly number[]): Sent[] {
    const arrivals = arriving(node, threads)
    const { onFailed = 'fail', n = 1 } = node.params as { onFailed?: string; n?: number }
    const most = mostThreads(node)
    const end = of(node, threads)
    if (end.status === 'skipped') return new Array<Sent>(most).fill(end.on('out'))
    if (needs(node) === 'each') return arrivals.map((one) => (one === 'failed' && onFailed === 'ignore' ? 'dead' : one))
    const counted = arrivals.filter((one) => one === 'live' || (one === 'failed' && onFailed === 'fail'))
    const first = counted.indexOf('failed')
    return Array.from({ length: most }, (_, index): Sent => {
      if (first >= 0 && (index + 1) * n > first) return 'failed'
      return index * n < counted.length ? 'live' : 'dead'
    })
  }

  function endOf(node: FlowNode, threads: readonly number[]): End {
    const sent = arriving(node, threads)
    const live = sent.filter((one) => one === 'live').length
    const failed = sent.includes('failed')
    if (node.kind === 'join') return joined(node, sent, live, failed)
    if (sent.length > 0) {
      if (node.kind === 'ballot') {
        if (live === 0 && !failed) return skipped('dead')
      } else if (failed) return skipped('failed')
      else if (live === 0) return skipped('dead')
    }
    return worked(node, threads)
  }

  function joined(node: FlowNode, sent: readonly Sent[], live: number, failed: boolean): End {
    const {
      need = 'live',
      n = 1,
      onUnsatisfiable = 'skip',
    } = node.params as {
      need?: string
      n?: number
      onUnsatisfiable?: string
    }
    const onFailed =
      (node.params.onFailed as string | undefined) ?? (need === 'n' || need === 'one' ? 'ignore' : 'fail')
    if (failed && onFailed === 'fail') return failing(node)
    const enough = need === 'all' ? sent.length > 0 && live === sent.length : need === 'n' ? live >= n : live > 0
    if (enough) return completed(['out'])
    if (failed) return skipped('failed')
    return onUnsatisfiable === 'fail' ? failing(node) : skipped('dead')
  }

  function worked(node: FlowNode, threads: readonly number[]): End {
    if (node.kind === 'boom' || (node.kind === 'ask' && !answers(pathOf(node, threads)))) return failing(node)
    if (node.kind === 'gate') return completed([node.params.when === 'true' ? 'pass' : 'fail'])
    return completed(['out'])
  }

  function failing(node: FlowNode): End {
    const onError = node.kind === 'join' ? undefined : node.policy?.onError
    if (onError === 'fallback') return completed([firstPort(node)])
    const toPort = flow.edges.some((edge) => edge.source === node.id && edge.sourcePort === 'error')
    if (onError === 'port' && toPort) return { status: 'failed', on: (port) => (port === 'error' ? 'live' : 'dead') }
    return { status: 'failed', on: () => 'failed' }
  }

  /** Every thread a node runs in, as far as these come about. */
  const instances = (node: FlowNode): number[][] =>
    around(node).reduce<number[][]>(
      (outer, join) =>
        outer.flatMap((threads) =>
          opened(join, threads).flatMap((begins, index) => (begins === 'live' ? [[...threads, index]] : [])),
        ),
      [[]],
    )
  const isSink = (node: FlowNode): boolean =>
    mostThreads(node) > 0
      ? flow.nodes.some((inner) => around(inner).includes(node) && isSink(inner)) ||
        !flow.edges.some((edge) => edge.source === node.id)
      : !flow.edges.some((edge) => edge.source === node.id)
  const ends = flow.nodes.map((node) => ({ node, ends: instances(node).map((threads) => of(node, threads)) }))
  const lost = ends.some((one) => isSink(one.node) && one.ends.some((end) => end.on(firstPort(one.node)) === 'failed'))
  const twice = flow.nodes.some(
    (node) =>
      needs(node) === 'one' &&
      instances(node).some((threads) => arriving(node, threads).filter((one) => one === 'live').length > 1),
  )
  const shown = (all: readonly End[]): End['status'] =>
    all.some(({ status }) => status === 'completed')
      ? 'completed'
      : all.some(({ status }) => status === 'failed')
        ? 'failed'
        : 'skipped'
  return {
    status: lost || twice ? 'failed' : 'completed',
    nodes: Object.fromEntries(ends.map((one) => [one.node.id, shown(one.ends)])),
  }
}

function once<T>(work: (node: FlowNode) => T): (node: FlowNode) => T {
  const known = new Map<FlowNode, T>()
  return (node) => {
    const before = known.get(node)
    if (before !== undefined) return before
    const made = work(node)
    known.set(node, made)
    return made
  }
}

const firstPort = (node: FlowNode): string => (node.kind === 'gate' ? 'pass' : 'out')
const completed = (ports: readonly string[]): End => ({
  status: 'completed',
  on: (port) => (ports.includes(port) ? 'live' : 'dead'),
})
const skipped = (sends: 'failed' | 'dead'): End => ({ status: 'skipped', on: () => sends })
