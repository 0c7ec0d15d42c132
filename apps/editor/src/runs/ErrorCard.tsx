import type { FlowNode } from '@quorum/engine'
import { ListX, Pencil, PencilLine, RotateCw, SkipForward } from 'lucide-react'
import { useState } from 'react'
import { goToStep, inspect, useUi } from '../canvas/uiStore.ts'
import { isReadOnly, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { paramsSchema } from '../inspector/schema.ts'
import { Button } from '../ui/Button.tsx'
import { canRunFrom, goOn, goOnWithout, retryItems } from './again.ts'
import { BudgetDialog } from './BudgetDialog.tsx'
import type { Cause } from './causes.ts'
import { runStore, useRunHead } from './currentRun.ts'
import { openDock } from './dockStore.ts'
import { failureWords, type Remedy } from './failureWords.ts'
import { plural } from './figures.ts'
import { nodesById } from './flowNode.ts'
import { nameOfNode } from './nodeName.ts'
import { openRunDialog } from './runDialog.ts'
import { hasEnded } from './runStream.ts'

interface Props {
  cause: Cause
  /** The place in the run to try again; the node's own if left out. */
  path?: string | undefined
  /** The heading names the step; not needed where the step is named above. */
  named?: boolean
}

/** What happened, likely why, what one can do; the raw failure folded (UX.md §8). */
export function ErrorCard({ cause, path, named = false }: Props) {
  const { nodeId, code, message } = cause
  const words = failureWords(code)
  const title = nodeId === null ? 'The run failed' : `“${nameOfNode(nodeId)}” failed`
  return (
    <section aria-label={title} className="@container max-w-5xl rounded-node border border-failed p-4">
      {named ? (
        <h3 className="mb-2 font-semibold text-failed text-panel">
          {nodeId === null ? (
            title
          ) : (
            <button type="button" className="text-left hover:underline" onClick={() => goToStep(nodeId)}>
              {title}
            </button>
          )}
        </h3>
      ) : null}
      <div className="grid @2xl:grid-cols-3 gap-x-6 gap-y-3 text-body">
        <div className="min-w-0">
          <h4 className="font-semibold">What happened</h4>
          <p className="mt-0.5">{words.happened}</p>
          <p className="mt-1 break-words text-muted">{message}</p>
        </div>
        <div className="min-w-0">
          <h4 className="font-semibold">Likely why</h4>
          <p className="mt-0.5">{words.why}</p>
        </div>
        <div className="min-w-0">
          <h4 className="font-semibold">What you can do</h4>
          <Remedies cause={cause} path={path} remedies={words.remedies} />
        </div>
      </div>
      <details className="mt-3">
        <summary className="w-fit rounded-control text-muted text-row">Raw failure</summary>
        <pre className="mt-1 max-h-40 overflow-auto whitespace-pre-wrap break-words rounded-control bg-surface-2 p-2 font-mono text-meta">
          {JSON.stringify({ code, message, nodeId, path }, null, 2)}
        </pre>
      </details>
    </section>
  )
}

function Remedies({ cause: { nodeId }, path, remedies }: Props & { remedies: readonly Remedy[] }) {
  const head = useRunHead()
  const [raising, setRaising] = useState(false)
  const [busy, setBusy] = useState(false)
  const node = useDocument(({ flow }) => (nodeId === null ? undefined : nodesById(flow.nodes).get(nodeId)))
  const readOnly = useDocument(isReadOnly)
  if (!head) return null
  const doing = async (work: () => Promise<unknown>) => {
    setBusy(true)
    await work()
    setBusy(false)
  }
  const again = () => doing(() => goOn(head.id, path ?? nodeId ?? undefined))
  const may: Record<Remedy, boolean> = {
    retry: hasEnded(head.status) && head.replayOf === null,
    edit: node !== undefined && !readOnly,
    model: node !== undefined && !readOnly && asksModel(node),
    budget: hasEnded(head.status) && head.replayOf === null,
  }
  const draw = (remedy: Remedy) => {
    switch (remedy) {
      case 'retry':
        return (
          <Button key={remedy} size="small" disabled={busy} onClick={() => void again()}>
            <RotateCw aria-hidden size={12} /> {busy ? 'Going on…' : 'Try again from here'}
          </Button>
        )
      case 'edit':
        return (
          <Button key={remedy} size="small" onClick={() => nodeId && inspect(nodeId, 'setup')}>
            <Pencil aria-hidden size={12} /> Edit step
          </Button>
        )
      case 'model':
        return (
          <Button key={remedy} size="small" onClick={() => nodeId && focusModel(nodeId)}>
            Other model
          </Button>
        )
      case 'budget':
        return (
          <Button key={remedy} size="small" onClick={() => setRaising(true)}>
            Raise the budget
          </Button>
        )
    }
  }
  const shown = remedies.filter((remedy) => may[remedy])
  const top = node !== undefined && node.parent === undefined && (path === undefined || path === nodeId)
  const byHand = top && may.retry && nodeId !== null && canRunFrom(nodeId)
  const run = nodeId === null ? null : runStore.node(nodeId)
  const bad = run?.progress && (path === undefined || path === nodeId) ? run.counts.failed : 0
  // A spent budget has stopped the whole run, not this step.
  const skippable = may.retry && nodeId !== null && !remedies.includes('budget')
  return (
    <div className="mt-1.5 flex flex-wrap gap-2">
      {shown.map(draw)}
      {bad > 0 && may.retry && nodeId !== null ? (
        <Button size="small" disabled={busy} onClick={() => void doing(() => retryItems(head.id, nodeId))}>
          <RotateCw aria-hidden size={12} /> Retry the {plural(bad, 'item')} that failed
        </Button>
      ) : null}
      {bad > 0 ? (
        <Button size="small" onClick={() => openDock('items')}>
          <ListX aria-hidden size={12} /> See the items that failed
        </Button>
      ) : null}
      {byHand && nodeId ? (
        <Button size="small" onClick={() => openRunDialog({ type: 'result', nodeId })}>
          <PencilLine aria-hidden size={12} /> Give the result by hand and go on
        </Button>
      ) : null}
      {skippable && nodeId !== null ? (
        <Button
          size="small"
          disabled={busy}
          title="What can do without its result goes on"
          onClick={() => void doing(() => goOnWithout(head.id, path ?? nodeId))}
        >
          <SkipForward aria-hidden size={12} /> Skip it and go on
        </Button>
      ) : null}
      {shown.length === 0 && bad === 0 && !byHand && !skippable ? (
        <p className="text-body text-muted">Open the workflow to change this step.</p>
      ) : null}
      <BudgetDialog open={raising} onOpenChange={setRaising} />
    </div>
  )
}

function asksModel(node: FlowNode): boolean {
  const { definition } = factsOf(node)
  return definition !== undefined && JSON.stringify(paramsSchema(definition)).includes('"widget":"model"')
}

/** Opens the step's settings at its model; a step that names none takes that of the workflow. */
function focusModel(nodeId: string): void {
  inspect(nodeId, 'setup')
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const field = document.querySelector<HTMLElement>('#param-model, aside [id^="param-"][id$="-model"]')
      if (field) {
        field.closest('details')?.setAttribute('open', '')
        field.focus()
        return
      }
      useUi.setState({ nodes: new Set() })
      requestAnimationFrame(() => document.getElementById('flow-model')?.focus())
    }),
  )
}
