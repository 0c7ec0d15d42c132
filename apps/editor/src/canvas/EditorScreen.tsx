import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { useEffect, useState } from 'react'
import { useDocument } from '../document/documentStore.ts'
import { watchProblems } from '../document/problems.ts'
import { type Opened, openRunFlow, openSession } from '../document/session.ts'
import { Inspector } from '../inspector/Inspector.tsx'
import { Palette } from '../palette/Palette.tsx'
import { PickerWaiting } from '../palette/PickerWaiting.tsx'
import { Dock } from '../runs/Dock.tsx'
import { RunBar } from '../runs/RunBar.tsx'
import { Link } from '../ui/Link.tsx'
import { lazyPart, loadParts } from '../ui/lazyPart.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Canvas } from './Canvas.tsx'
import { ConnectWaiting } from './ConnectWaiting.tsx'
import { EditorTopBar } from './EditorTopBar.tsx'
import { TabsNotice } from './TabsNotice.tsx'
import { resetUi, useUi } from './uiStore.ts'

const Picker = lazyPart(async () => (await import('../palette/Picker.tsx')).Picker, PickerWaiting)
const ConnectList = lazyPart(async () => (await import('./ConnectList.tsx')).ConnectList, ConnectWaiting)
const Starters = lazyPart(async () => (await import('./Starters.tsx')).Starters)
const InsideView = lazyPart(async () => (await import('../compose/InsideView.tsx')).InsideView)
const TurnDialog = lazyPart(async () => (await import('../compose/TurnDialog.tsx')).TurnDialog)
const ConflictDialog = lazyPart(async () => (await import('./ConflictDialog.tsx')).ConflictDialog)

/** One flow, open for editing; with `runId` the flow as that run froze it, to look at. */
export function EditorScreen({ flowId, runId }: { flowId: string; runId?: string }) {
  const opened = useSession(flowId, runId)
  if (opened === null) return <main className="h-full" aria-busy="true" aria-label="Opening the workflow" />
  if (opened.status !== 'open') return <CannotOpen opened={opened} />
  return (
    <ReactFlowProvider>
      <Editor flowId={flowId} runId={runId} flush={opened.flush} />
    </ReactFlowProvider>
  )
}

function useSession(flowId: string, runId: string | undefined): Opened | null {
  const [opened, setOpened] = useState<Opened | null>(null)
  useEffect(() => {
    let gone = false
    let close = (): void => undefined
    void (runId === undefined ? openSession(flowId) : openRunFlow(flowId, runId)).then((result) => {
      if (result.status === 'open') close = result.close
      if (gone) return close()
      resetUi()
      setOpened(result)
    })
    return () => {
      gone = true
      close()
      setOpened(null)
    }
  }, [flowId, runId])
  return opened
}

interface Props {
  flowId: string
  runId: string | undefined
  flush: () => Promise<void>
}

function Editor({ flowId, runId, flush }: Props) {
  const rf = useReactFlow()
  const empty = useDocument(({ flow }) => flow.nodes.length + flow.notes.length === 0)
  const inside = useUi((ui) => ui.inside.length > 0)
  useEffect(watchProblems, [])
  useEffect(loadParts, [])
  const middle = (): { x: number; y: number } => {
    const box = document.querySelector('.canvas')?.getBoundingClientRect()
    const at = rf.screenToFlowPosition({
      x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
      y: (box?.top ?? 0) + (box?.height ?? 0) / 2,
    })
    return { x: Math.round(at.x - 120), y: Math.round(at.y - 60) }
  }
  return (
    <div className="fixed inset-0 flex flex-col">
      <EditorTopBar frozen={runId !== undefined} />
      <RunBar flowId={flowId} runId={runId} flush={flush} />
      <TabsNotice />
      <div className="relative flex min-h-0 flex-1">
        {runId === undefined ? <Palette middle={middle} /> : null}
        <main className="flex min-w-0 flex-1 flex-col">
          <div className="relative min-h-0 flex-1">
            <Panel name="The canvas">
              <Canvas flowId={flowId} />
            </Panel>
            {empty && runId === undefined ? <Starters middle={middle} /> : null}
            {inside ? (
              <Panel name="The inside of this step">
                <InsideView />
              </Panel>
            ) : null}
          </div>
          <Dock flowId={flowId} runId={runId} />
        </main>
        <Panel name="The inspector">
          <Inspector />
        </Panel>
      </div>
      <AskedFor />
    </div>
  )
}

/** What opens over the canvas: only there, and only fetched if not there yet, once somebody or something asks. */
function AskedFor() {
  const picking = useUi(({ picker }) => picker !== null)
  const connecting = useUi(({ connectFrom }) => connectFrom !== null)
  const turning = useUi((ui) => ui.turning !== null)
  const conflict = useDocument(({ save }) => save.status === 'conflict')
  return (
    <>
      {picking ? (
        <Panel name="The list of steps">
          <Picker />
        </Panel>
      ) : null}
      {connecting ? (
        <Panel name="The list of connections">
          <ConnectList />
        </Panel>
      ) : null}
      {turning ? (
        <Panel name="The question what to call the new node">
          <TurnDialog />
        </Panel>
      ) : null}
      {conflict ? (
        <Panel name="The question whose version to keep">
          <ConflictDialog />
        </Panel>
      ) : null}
    </>
  )
}

function CannotOpen({ opened }: { opened: Exclude<Opened, { status: 'open' }> }) {
  return (
    <main className="grid h-full place-content-center gap-3 px-4 text-center">
      <h1 className="font-semibold text-page">
        {opened.status === 'missing' ? 'This workflow does not exist' : 'This workflow cannot be opened'}
      </h1>
      <p className="text-muted">
        {opened.status === 'missing'
          ? 'It was deleted, or the address is wrong.'
          : `Reason: ${opened.reason} Reload the page to try again.`}
      </p>
      <p>
        <Link to="/" className="text-accent underline">
          Go to your workflows
        </Link>
      </p>
    </main>
  )
}
