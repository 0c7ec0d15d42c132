import { Check, ThumbsDown, ThumbsUp, X } from 'lucide-react'
import { useState } from 'react'
import { noteTest } from '../../api/client.ts'
import { messageOf } from '../../api/error.ts'
import type { TestResult, TestRun } from '../../api/types.ts'
import { runPath } from '../../router.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Link } from '../../ui/Link.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { runStatusAsNode } from '../../ui/status.ts'
import { toast } from '../../ui/Toast.tsx'
import { cost, duration } from '../figures.ts'
import { hasEnded } from '../runStream.ts'
import { short } from './expectWords.ts'
import { goOnTests, judge } from './runTests.ts'

interface ResultProps {
  flowId: string
  run: TestRun
  result: TestResult
  onChange: () => void
}

/** What one case gave, whether it was good, and who said so. */
export function Result({ flowId, run, result, onChange }: ResultProps) {
  const [busy, setBusy] = useState(false)
  const act = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      toast({ text: messageOf(error), tone: 'error' })
    }
    setBusy(false)
    onChange()
  }
  const { runId, status, verdict, output, name } = result
  if (runId === null || status === null) {
    return (
      <span className="flex items-center gap-2 text-muted">
        Not started
        <Button size="small" disabled={busy} onClick={() => void act(() => goOnTests(run, onChange))}>
          Start the rest
        </Button>
      </span>
    )
  }
  const judged = result.expect.type === 'judge' && status === 'completed'
  const say = (pass: boolean) => act(() => noteTest(run.id, result.caseId, { verdict: { pass, by: 'me' } }))
  return (
    <div className="flex flex-col gap-1">
      <div className="figures flex flex-wrap items-center gap-x-2 gap-y-1 text-row">
        {verdict ? (
          <span className={`flex items-center gap-1 font-medium ${verdict.pass ? 'text-done' : 'text-failed'}`}>
            {verdict.pass ? <Check aria-hidden size={14} /> : <X aria-hidden size={14} />}
            {verdict.pass ? 'Good' : 'Not good'}
          </span>
        ) : hasEnded(status) ? (
          <span className="font-medium text-waiting">To be judged</span>
        ) : (
          <Pill status={runStatusAsNode(status)} />
        )}
        <span className="text-muted">
          {[
            result.ms === null ? '' : duration(result.ms),
            result.usage ? cost(result.usage) : '',
            verdict && verdict.by !== 'rule' ? `by ${verdict.by}` : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <Link to={runPath(flowId, runId)} className="text-accent underline">
          Open
        </Link>
      </div>
      {output === null ? null : (
        <p className="line-clamp-3 text-row" title={short(output)}>
          {short(output)}
        </p>
      )}
      {verdict?.reason ? <p className="text-muted text-row">{verdict.reason}</p> : null}
      {judged ? (
        <div className="flex gap-1">
          <Button size="small" disabled={busy} onClick={() => void act(() => judge(run.id, result))}>
            {busy ? 'Asking…' : 'Ask a model'}
          </Button>
          <IconButton icon={ThumbsUp} label={`${name} is good`} disabled={busy} onClick={() => void say(true)} />
          <IconButton icon={ThumbsDown} label={`${name} is not good`} disabled={busy} onClick={() => void say(false)} />
        </div>
      ) : null}
    </div>
  )
}
