import type { FlowIssue, FlowNode } from '@quorum/engine'
import { CircleAlert, Info, OctagonX } from 'lucide-react'
import { inspect, select, useUi } from '../canvas/uiStore.ts'
import { useDocument } from '../document/documentStore.ts'
import { draftIssues, useDrafts } from '../document/drafts.ts'
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
  const issues = useAllProblems()
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

/** Problems of the drawing, and what is typed but could not be stored. */
export function useAllProblems(): readonly FlowIssue[] {
  const issues = useProblems((state) => state.issues)
  const drafts = useDrafts((state) => state.drafts)
  const flowId = useDocument((state) => state.id)
  const nodes = useDocument(({ flow }) => flow.nodes)
  return [...issues, ...draftIssues(drafts, flowId, (id) => nodes.some((node) => node.id === id))]
}

/** Messages call a step by its title, else by its id, which nobody has ever seen: then by what stands on the canvas. */
function withTitles(message: string, nodes: readonly FlowNode[]): string {
  return message.replace(/“([A-Za-z0-9_-]{1,64})”/g, (whole, id: string) => {
    const node = nodes.find((one) => one.id === id && !one.title)
    return node ? `“${factsOf(node).title}”` : whole
  })
}

export function Problem({ issue }: { issue: FlowIssue }) {
  const { icon: Icon, word, tone } = looks[issue.severity]
  const nodes = useDocument(({ flow }) => flow.nodes)
  const node = nodes.find(({ id }) => id === issue.nodeId)
  const title = node ? factsOf(node).title : null
  const message = withTitles(issue.message, nodes)
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
        {title && !message.includes(title) ? <span className="font-medium">{title}: </span> : null}
        {message}
      </button>
      {issue.fix ? (
        <Button size="small" onClick={() => applyFix(issue)}>
          {withTitles(issue.fix.title, nodes)}
        </Button>
      ) : null}
    </li>
  )
}
