import { textOf } from '@quorum/engine'
import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import { addTest } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import { testsPath } from '../router.ts'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { toast } from '../ui/Toast.tsx'
import { Causes } from './Causes.tsx'
import { useRunHead } from './currentRun.ts'
import { Decide } from './Decide.tsx'
import type { RunHead } from './runStore.ts'
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
      {head.status === 'completed' && head.flowId !== null && outputs.length > 0 ? <KeepAsTest head={head} /> : null}
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

/** A good answer becomes a case: later versions are held against it. */
function KeepAsTest({ head }: { head: RunHead }) {
  const [busy, setBusy] = useState(false)
  const flowId = head.flowId ?? ''
  const keep = async () => {
    setBusy(true)
    const values = Object.values(head.output ?? {})
    const answer = values.length === 1 ? (values[0] ?? null) : head.output
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2)
    try {
      await addTest(flowId, {
        name: `As on ${new Date().toLocaleDateString()}: ${textOf(head.input).replace(/\s+/g, ' ').slice(0, 60)}`,
        input: head.input,
        expect: { type: 'judge', criteria: `It says in essence the same as this answer:\n\n${text.slice(0, 15_000)}` },
      })
      toast({ text: 'Kept as a test case' })
    } catch (error) {
      toast({ text: messageOf(error), tone: 'error' })
    }
    setBusy(false)
  }
  return (
    <p className="flex flex-wrap items-center gap-3">
      <Button size="small" disabled={busy} onClick={() => void keep()}>
        <FlaskConical aria-hidden size={12} /> Keep as a test
      </Button>
      <Link to={testsPath(flowId)} className="text-accent text-row underline">
        Tests of this workflow
      </Link>
    </p>
  )
}
