import type { FlowIssue } from '@quorum/engine'
import { CircleAlert, Info, OctagonX } from 'lucide-react'
import { inspect, select, useUi } from '../canvas/uiStore.ts'
import { useDocument } from '../document/documentStore.ts'
import { applyFix, useProblems } from '../document/problems.ts'
import { factsOf } from '../geometry/facts.ts'
import { Button } from '../ui/Button.tsx'

const looks = {
  error: { icon: OctagonX, word: 'Error', tone: 'text-failed' },
  warning: { icon: CircleAlert, word: 'Warning', tone: 'text-waiting' },
  info: { icon: Info, word: 'Hint', tone: 'text-muted' },
}
const order = { error: 0, warning: 1, info: 2 }

/** All that is wrong with the drawing, worst first. A click goes there; a Fix is one undoable edit. */
export function ProblemsPanel() {
  const issues = useProblems((state) => state.issues)
  if (issues.length === 0) return <p className="p-4 text-body text-muted">No problems. This workflow can run.</p>
  return (
    <ul className="p-1">
      {issues
        .toSorted((a, b) => order[a.severity] - order[b.severity])
        .map((issue) => (
          <Problem key={`${issue.code} ${issue.nodeId} ${issue.edgeId} ${issue.path} ${issue.message}`} issue={issue} />
        ))}
    </ul>
  )
}

export function Problem({ issue }: { issue: FlowIssue }) {
  const { icon: Icon, word, tone } = looks[issue.severity]
  const node = useDocument(({ flow }) => flow.nodes.find(({ id }) => id === issue.nodeId))
  const title = node ? factsOf(node).title : null
  const go = (): void => {
    if (issue.nodeId) inspect(issue.nodeId)
    else if (issue.edgeId) select({ edges: [issue.edgeId] })
    useUi.setState({ focus: issue.nodeId ?? null, reveal: issue.nodeId ?? null })
  }
  return (
    <li className="flex items-start gap-2 rounded-control px-2 py-1.5 hover:bg-surface-2">
      <Icon aria-hidden size={16} className={`mt-0.5 shrink-0 ${tone}`} />
      <button type="button" className="min-w-0 flex-1 text-left text-body" onClick={go}>
        <span className="sr-only">{word}: </span>
        {title && !issue.message.includes(title) ? <span className="font-medium">{title}: </span> : null}
        {issue.message}
      </button>
      {issue.fix ? (
        <Button size="small" title={issue.fix.title} onClick={() => applyFix(issue)}>
          {issue.fix.title}
        </Button>
      ) : null}
    </li>
  )
}
