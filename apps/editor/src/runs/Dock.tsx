import { ChevronDown, ChevronUp } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { select, useUi } from '../canvas/uiStore.ts'
import { useProblems } from '../document/problems.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { lazyPart } from '../ui/lazyPart.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { causesOf } from './causes.ts'
import { runStore } from './currentRun.ts'
import { openDock, resultAwaited, useDock } from './dockStore.ts'
import { looksBack } from './moment.ts'
import type { RunHead } from './runStore.ts'
import { hasEnded } from './runStream.ts'

const Splitter = lazyPart(async () => (await import('../ui/Splitter.tsx')).Splitter)
const ItemsTab = lazyPart(async () => (await import('./ItemsTab.tsx')).ItemsTab)
const LogTab = lazyPart(async () => (await import('./LogTab.tsx')).LogTab)
const OutputTab = lazyPart(async () => (await import('./OutputTab.tsx')).OutputTab)
const ProblemsPanel = lazyPart(async () => (await import('../inspector/ProblemsPanel.tsx')).ProblemsPanel)
const RunsTab = lazyPart(async () => (await import('./RunsTab.tsx')).RunsTab)
const TimelineTab = lazyPart(async () => (await import('./timeline/TimelineTab.tsx')).TimelineTab)

/** The panel under the canvas: 36 px folded, 280 open, its edge can be dragged or moved by arrow keys. */
export function Dock({ flowId }: { flowId: string; runId?: string | undefined }) {
  const { tab, open, height } = useDock()
  const folded = !open
  const problems = useProblems(({ issues }) => issues.length)
  useOutputWhenDone()
  return (
    <section
      aria-label="Run details"
      className="relative shrink-0 border-line border-t bg-surface"
      style={{ height: folded ? 36 : height }}
    >
      {folded ? null : (
        <Splitter
          label="Height of the panel"
          of="height"
          size={height}
          least={120}
          most={Math.max(120, window.innerHeight - 240)}
          onSize={(next) => useDock.setState({ height: next })}
        />
      )}
      <Tabs
        label="Run details"
        value={tab}
        onChange={(next) => openDock(next)}
        folded={folded}
        aside={
          <IconButton
            icon={folded ? ChevronUp : ChevronDown}
            label={folded ? 'Open the panel' : 'Fold the panel'}
            keys="J"
            side="top"
            aria-expanded={!folded}
            onClick={() => useDock.setState({ open: folded })}
          />
        }
        tabs={[
          { id: 'output', label: 'Output', content: safely('The output', <OutputTab />) },
          { id: 'timeline', label: 'Timeline', content: safely('The timeline', <TimelineTab />) },
          { id: 'log', label: 'Log', content: safely('The log', <LogTab />) },
          { id: 'items', label: 'Items', content: safely('The list of items', <ItemsTab />) },
          {
            id: 'problems',
            label: 'Problems',
            badge: problems > 0 ? String(problems) : undefined,
            content: safely('The list of problems', <ProblemsPanel />),
          },
          { id: 'runs', label: 'Runs', content: safely('The list of runs', <RunsTab flowId={flowId} />) },
        ]}
      />
    </section>
  )
}

const safely = (name: string, content: ReactNode): ReactNode => <Panel name={name}>{content}</Panel>

/**
 * A run that ends while people watch opens the dock on its result, one that comes to wait for them on what they are to
 * decide; an old one that is only shown does not.
 */
function useOutputWhenDone(): void {
  const live = useRef<string | null>(null)
  const asked = useRef<string | null>(null)
  useEffect(
    () =>
      runStore.onHead(() => {
        const head = runStore.head()
        if (!head || looksBack()) return
        const question = head.waitingFor.find(({ kind }) => kind === 'approval')
        const key = question ? `${head.id} ${question.path} ${question.since}` : null
        if (key !== null && key !== asked.current && live.current === head.id) openDock('output')
        asked.current = key
        if (!hasEnded(head.status)) live.current = head.id
        else if (resultAwaited(head.id) || live.current === head.id) {
          live.current = null
          if (head.status !== 'cancelled') openDock('output')
          if (head.status === 'failed') selectFirstCause(head)
        }
      }),
    [],
  )
}

/** Points at what failed first, unless a person is at work on something else. */
function selectFirstCause({ error }: RunHead): void {
  const { nodes, edges, notes, groups } = useUi.getState()
  const [cause] = causesOf(runStore.view()?.nodes ?? {}, error)
  if (cause?.nodeId && nodes.size + edges.size + notes.size + groups.size === 0) select({ nodes: [cause.nodeId] })
}
