import type { FlowNode } from '@quorum/engine'
import { Bot, Layers, type LucideIcon, Users } from 'lucide-react'
import { dispatch } from '../document/documentStore.ts'
import { freshId } from '../document/ids.ts'
import { factsOf, type NodeFacts } from '../geometry/facts.ts'
import { geometry } from '../geometry/geometry.ts'
import { edgeBetween } from './connect.ts'
import { COLUMN_GAP } from './place.ts'

interface Starter {
  readonly title: string
  readonly text: string
  readonly icon: LucideIcon
  readonly category: string
  /** In a row, each feeding the next; a container gets a body of one agent. */
  readonly steps: readonly {
    readonly kind: string
    readonly title?: string
    readonly params?: Record<string, unknown>
  }[]
}

const question = { fields: [{ name: 'question', label: 'Question', type: 'text', required: true }] }
const list = { fields: [{ name: 'items', label: 'Items', type: 'list', required: true }] }

const starters: readonly Starter[] = [
  {
    title: 'Ask one agent',
    text: 'A question goes in, one model answers.',
    icon: Bot,
    category: 'agent',
    steps: [
      { kind: 'input', title: 'Question', params: question },
      { kind: 'agent' },
      { kind: 'output', title: 'Answer' },
    ],
  },
  {
    title: 'Ask a council',
    text: 'Several models answer, review each other, and one sums up.',
    icon: Users,
    category: 'decide',
    steps: [
      { kind: 'input', title: 'Question', params: question },
      { kind: 'council' },
      { kind: 'output', title: 'Answer' },
    ],
  },
  {
    title: 'Do for each',
    text: 'The same work for every item of a list, several at once.',
    icon: Layers,
    category: 'scale',
    steps: [{ kind: 'input', title: 'List', params: list }, { kind: 'pool' }, { kind: 'output', title: 'Results' }],
  },
]

/** What an empty canvas offers. */
export function Starters({ middle }: { middle: () => { x: number; y: number } }) {
  const usable = starters.filter(({ steps }) => steps.every(({ kind }) => factsOf(nodeOf(kind, kind)).definition))
  return (
    <div className="pointer-events-none absolute inset-0 grid place-content-center gap-4 p-6 text-center">
      <h2 className="font-semibold text-heading">Start with</h2>
      <ul className="flex flex-wrap justify-center gap-3">
        {usable.map((starter) => (
          <li key={starter.title}>
            <button
              type="button"
              data-category={starter.category}
              className="pointer-events-auto flex w-52 flex-col items-start gap-2 rounded-node border border-line-strong bg-surface p-4 text-left shadow-node hover:border-accent"
              onClick={() => begin(starter, middle())}
            >
              <span className="tile inline-flex size-9 items-center justify-center rounded-tile">
                <starter.icon aria-hidden size={18} />
              </span>
              <span className="font-semibold text-body">{starter.title}</span>
              <span className="text-muted text-row">{starter.text}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="text-body text-muted">
        or drag a step here, double-click, or press{' '}
        <kbd className="rounded-control border border-line-strong px-1.5">N</kbd>
      </p>
    </div>
  )
}

const nodeOf = (id: string, kind: string): FlowNode => ({ id, kind, position: { x: 0, y: 0 }, params: {} })

function begin({ title, steps }: Starter, middle: { x: number; y: number }): void {
  const taken = new Set<string>()
  const fresh = (stem: string): string => {
    const id = freshId(stem, taken)
    taken.add(id)
    return id
  }
  const row = steps.map(({ kind, title: name, params }): FlowNode => {
    const node = { ...nodeOf(fresh(kind), kind), params: params ?? {} }
    return name === undefined ? node : { ...node, title: name }
  })
  const boxes = row.map((node) => geometry(factsOf(node)))
  const width = boxes.reduce((sum, box) => sum + box.width, 0) + COLUMN_GAP * (row.length - 1)
  let x = middle.x + 120 - width / 2
  const placed = row.map((node, index) => {
    const at = {
      ...node,
      position: { x: Math.round(x), y: Math.round(middle.y + 60 - (boxes[index]?.height ?? 0) / 2) },
    }
    x += (boxes[index]?.width ?? 0) + COLUMN_GAP
    return at
  })
  const edges = placed.flatMap((node, index) => {
    const next = placed[index + 1]
    return next ? [wire(fresh, node, factsOf(node).ports.outputs, next, factsOf(next).ports.inputs)] : []
  })
  const bodies = placed.flatMap((node, index) => {
    const body = boxes[index]?.body
    const { inner } = factsOf(node).ports
    if (!body || !inner) return []
    const position = { x: Math.round(body.x + (body.width - 240) / 2), y: body.y + 32 }
    const agent: FlowNode = { ...nodeOf(fresh('agent'), 'agent'), parent: node.id, position }
    const { ports } = factsOf(agent)
    return [
      {
        agent,
        edges: [
          wire(fresh, node, inner.outputs, agent, ports.inputs),
          wire(fresh, agent, ports.outputs, node, inner.inputs),
        ],
      },
    ]
  })
  dispatch({
    type: 'compound',
    name: title,
    commands: [
      {
        type: 'addNodes',
        nodes: [...placed, ...bodies.map(({ agent }) => agent)],
        edges: [...edges, ...bodies.flatMap(({ edges: inside }) => inside)],
      },
    ],
  })
}

type PortList = NodeFacts['ports']['inputs']

const wire = (fresh: (stem: string) => string, from: FlowNode, outs: PortList, to: FlowNode, ins: PortList) =>
  edgeBetween(
    fresh('e'),
    { nodeId: from.id, portId: outs[0]?.id ?? 'out' },
    { nodeId: to.id, portId: ins[0]?.id ?? 'in' },
    false,
  )
