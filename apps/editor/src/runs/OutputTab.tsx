import { inspect } from '../canvas/uiStore.ts'
import { Button } from '../ui/Button.tsx'
import { useRunHead } from './currentRun.ts'
import { nameOfNode } from './nodeName.ts'
import { hasEnded } from './runStream.ts'
import { CopyButton, ValueView } from './ValueView.tsx'

/** What the run gave, or why it gave nothing. */
export function OutputTab() {
  const head = useRunHead()
  if (!head) return <p className="p-4 text-body text-muted">No run yet. Press Run, and the result appears here.</p>
  const outputs = Object.entries(head.output ?? {})
  return (
    <div className="flex flex-col gap-4 p-4">
      {head.error ? <RunErrorCard error={head.error} /> : null}
      {outputs.map(([name, value]) => (
        <section key={name} aria-label={name} className="max-w-3xl">
          <div className="flex items-center gap-2">
            <h3 className="font-semibold text-body">{outputs.length === 1 && name === 'result' ? 'Result' : name}</h3>
            {head.usage.simulated ? <span className="text-meta text-muted">Practice answers</span> : null}
            <span className="flex-1" />
            <CopyButton value={value} label={`Copy ${name}`} />
          </div>
          <ValueView value={value} />
        </section>
      ))}
      {outputs.length === 0 && !head.error ? (
        <p className="text-body text-muted">
          {hasEnded(head.status)
            ? head.status === 'cancelled'
              ? 'The run was stopped before it reached an Output node.'
              : 'The run is done, but no Output node was reached. Connect one to see a result here.'
            : 'Not there yet. The result appears as soon as an Output node is reached.'}
        </p>
      ) : null}
    </div>
  )
}

function RunErrorCard({ error }: { error: { code: string; message: string; nodeId?: string | undefined } }) {
  const { nodeId } = error
  return (
    <section aria-label="What went wrong" className="max-w-3xl rounded-node border border-failed p-3">
      <h3 className="font-semibold text-body text-failed">
        {nodeId ? `“${nameOfNode(nodeId)}” failed` : 'The run failed'}
      </h3>
      <p className="mt-1 text-body">{error.message}</p>
      <p className="mt-1 font-mono text-meta text-muted">{error.code}</p>
      {nodeId ? (
        <div className="mt-2 flex gap-2">
          <Button size="small" onClick={() => inspect(nodeId.split('/')[0] ?? nodeId, 'run')}>
            See what it got
          </Button>
          <Button size="small" onClick={() => inspect(nodeId.split('/')[0] ?? nodeId, 'setup')}>
            Change the node
          </Button>
        </div>
      ) : null}
    </section>
  )
}
