import type { Flow, FlowNode } from '../flow/flow.ts'

/**
 * What becomes of every node of an acyclic flow of test kinds, worked out once more from the rules (API.md, rules 1 to 4),
 * backwards from each node and without any notion of time. It shares no code with the engine, on purpose: it is the second
 * opinion. Flows whose outcome depends on who comes first (`rest: cancel`, deadlines, `n` that fails on failures, a
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

export function foretell(flow: Flow, answers: (nodeId: string) => boolean): Foretold {
  const known = new Map<string, End>()
  const of = (node: FlowNode): End => {
    const before = known.get(node.id)
    if (before) return before
    const end = endOf(node)
    known.set(node.id, end)
    return end
  }
  const byId = (id: string) => flow.nodes.find((node) => node.id === id) as FlowNode
  const arriving = (node: FlowNode): Sent[] =>
    flow.edges
      .filter((edge) => edge.target === node.id)
      .map((edge) => of(byId(edge.source)).on(edge.sourcePort ?? firstPort(byId(edge.source))))

  function endOf(node: FlowNode): End {
    const sent = arriving(node)
    const live = sent.filter((one) => one === 'live').length
    const failed = sent.includes('failed')
    if (node.kind === 'join') return joined(node, sent, live, failed)
    if (sent.length > 0) {
      if (node.kind === 'ballot') {
        if (live === 0 && !failed) return skipped('dead')
      } else if (failed) return skipped('failed')
      else if (live === 0) return skipped('dead')
    }
    return worked(node)
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

  function worked(node: FlowNode): End {
    if (node.kind === 'boom' || (node.kind === 'ask' && !answers(node.id))) return failing(node)
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

  for (const node of flow.nodes) of(node)
  const lost = flow.nodes.some(
    (node) => !flow.edges.some((edge) => edge.source === node.id) && of(node).on(firstPort(node)) === 'failed',
  )
  const twice = flow.nodes.some(
    (node) =>
      node.kind === 'join' && node.params.need === 'one' && arriving(node).filter((one) => one === 'live').length > 1,
  )
  return {
    status: lost || twice ? 'failed' : 'completed',
    nodes: Object.fromEntries(flow.nodes.map((node) => [node.id, of(node).status])),
  }
}

const firstPort = (node: FlowNode): string => (node.kind === 'gate' ? 'pass' : 'out')
const completed = (ports: readonly string[]): End => ({
  status: 'completed',
  on: (port) => (ports.includes(port) ? 'live' : 'dead'),
})
const skipped = (sends: 'failed' | 'dead'): End => ({ status: 'skipped', on: () => sends })
