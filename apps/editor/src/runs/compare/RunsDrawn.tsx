import '@xyflow/react/dist/base.css'
import '../../canvas/canvas.css'
import type { Flow, NodeView, RunView } from '@quorum/engine'
import { useCallback, useMemo } from 'react'
import { Pill } from '../../ui/Pill.tsx'
import { DiffCanvas } from '../../versions/DiffCanvas.tsx'
import { type Mark, unionOf } from '../../versions/union.ts'
import { duration } from '../figures.ts'
import { nodeStatus } from '../nodeWords.ts'
import { hasEnded } from '../runStream.ts'
import { type NodePair, timeOf } from './compareRuns.ts'

interface Side {
  readonly view: RunView
  readonly flow: Flow
}

const words = { added: 'Only in B', removed: 'Only in A', changed: 'Came out differently' } as const

/** Both flows in one picture: only steps that came out differently, or that one run does not have, are tinted. */
export function RunsDrawn(props: { a: Side; b: Side; pairs: readonly NodePair[]; onChoose: (id: string) => void }) {
  const { a, b, pairs, onChoose } = props
  const byId = useMemo(() => new Map(pairs.map((pair) => [pair.id, pair])), [pairs])
  const marked = useMemo(() => {
    const union = unionOf(a.flow, b.flow)
    const nodes = new Map<string, Mark>()
    for (const { id, a: first, differs } of pairs)
      if (differs.includes('step')) nodes.set(id, first ? 'removed' : 'added')
      else if (differs.length > 0) nodes.set(id, 'changed')
    return { ...union, nodes }
  }, [a.flow, b.flow, pairs])
  const foot = useCallback(
    (id: string) => {
      const pair = byId.get(id)
      return pair ? <Foot pair={pair} overA={hasEnded(a.view.status)} overB={hasEnded(b.view.status)} /> : null
    },
    [byId, a.view.status, b.view.status],
  )
  return <DiffCanvas marked={marked} words={words} foot={foot} onChoose={onChoose} />
}

function Foot({ pair: { a, b }, overA, overB }: { pair: NodePair; overA: boolean; overB: boolean }) {
  return (
    <div className="figures flex h-7 items-center gap-1.5 px-3 text-meta text-muted">
      <State node={a} over={overA} />
      <span aria-hidden>→</span>
      <State node={b} over={overB} />
    </div>
  )
}

function State({ node, over }: { node: NodeView | null; over: boolean }) {
  if (!node) return <span>–</span>
  return (
    <span className="flex min-w-0 items-center gap-1">
      <Pill status={nodeStatus(node, over)} />
      {node.startedAt ? <span className="truncate">{duration(timeOf(node))}</span> : null}
    </span>
  )
}
