import { Causes } from './Causes.tsx'
import { useRunHead } from './currentRun.ts'
import { Decide } from './Decide.tsx'
import { hasEnded } from './runStream.ts'
import { CopyButton, ValueView } from './ValueView.tsx'

/** What the run gave, or why it gave nothing. */
export function OutputTab() {
  const head = useRunHead()
  if (!head) return <p className="p-4 text-body text-muted">No run yet. Press Run, and the result appears here.</p>
  const outputs = Object.entries(head.output ?? {})
  return (
    <div className="flex flex-col gap-4 p-4">
      <Decide />
      {head.status === 'failed' ? <Causes key={head.id} /> : null}
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
