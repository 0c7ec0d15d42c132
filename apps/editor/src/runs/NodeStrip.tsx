import type { SignalIn } from '@quorum/engine'
import { type CardProps, cardOf, type Feeder } from '@quorum/nodes/cards'
import { memo, useCallback, useMemo, useSyncExternalStore } from 'react'
import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { runStore, useInner, useNodeRun, watchText } from './currentRun.ts'
import { nodesById, useFeederIds, useFlowNode } from './flowNode.ts'
import { editAnswer } from './runDialog.ts'
import { answerStep } from './signals.ts'

const noParams = {}
const noFeeders: readonly Feeder[] = []

/** The run strip of a node: its kind's card over its own part of the run, and nothing else's. */
export const NodeStrip = memo(function NodeStrip({ nodeId, kind }: { nodeId: string; kind: string }) {
  const run = useNodeRun(nodeId)
  const inner = useInner(nodeId)
  const node = useFlowNode(nodeId)
  const stream = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return
      element.dataset.stream = ''
      const written = document.createTextNode('')
      element.append(written)
      const stop = watchText(nodeId, (text) => {
        written.data = lastLines(text)
      })
      return () => {
        stop()
        written.remove()
      }
    },
    [nodeId],
  )
  const send = useCallback((signal: SignalIn) => void answerStep(nodeId, signal), [nodeId])
  const edit = useCallback(() => editAnswer(nodeId), [nodeId])
  const facts = node && factsOf(node)
  const params = (facts?.params ?? noParams) as CardProps['params']
  const props = { params, run, inner, stream, send, edit }
  // A rule of its own for what arrives is a reason to show who has arrived.
  const gathers = facts?.definition !== undefined && facts.definition.activation(facts.params).type !== 'feeders'
  return gathers ? (
    <WithFeeders nodeId={nodeId} kind={kind} {...props} />
  ) : (
    <Card kind={kind} feeders={noFeeders} {...props} />
  )
})

function Card({ kind, ...props }: CardProps & { kind: string }) {
  const KindCard = cardOf(kind)
  return <KindCard {...props} />
}

function WithFeeders({ nodeId, ...props }: Omit<CardProps, 'feeders'> & { nodeId: string; kind: string }) {
  const ids = useFeederIds(nodeId)
  const nodes = useDocument(({ flow }) => flow.nodes)
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = ids.map((id) => runStore.onNode(id, listener))
      return () => {
        for (const stop of stops) stop()
      }
    },
    [ids],
  )
  const statuses = useSyncExternalStore(subscribe, () => ids.map((id) => runStore.node(id)?.status ?? 'idle').join(' '))
  const feeders = useMemo(() => {
    const each = statuses.split(' ')
    return ids.map((id, index): Feeder => {
      const node = nodesById(nodes).get(id)
      return { id, title: node ? factsOf(node).title : id, status: (each[index] ?? 'idle') as Feeder['status'] }
    })
  }, [ids, nodes, statuses])
  return <Card feeders={feeders} {...props} />
}

/** Enough of the end of a text for two lines; the strip cuts what is above. Answers in fields lose their punctuation. */
function lastLines(text: string): string {
  const end = text.slice(-240).trimEnd()
  return /^\s*[{[]/.test(text)
    ? end
        .replace(/[{}[\]"]/g, '')
        .replace(/,?\n\s*/g, '\n')
        .trim()
    : end
}
