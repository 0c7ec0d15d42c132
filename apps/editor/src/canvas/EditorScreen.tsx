import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { type ReactNode, useEffect, useState } from 'react'
import { loadInsides } from '../compose/insides.ts'
import { isReadOnly, useDocument } from '../document/documentStore.ts'
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
import { narrow, resetUi, useUi } from './uiStore.ts'

const Picker = lazyPart(async () => (await import('../palette/Picker.tsx')).Picker, PickerWaiting)
const ConnectList = lazyPart(async () => (await import('./ConnectList.tsx')).ConnectList, ConnectWaiting)
const Starters = lazyPart(async () => (await import('./Starters.tsx')).Starters)
const InsideView = lazyPart(async () => {
  const [{ InsideView }] = await Promise.all([import('../compose/InsideView.tsx'), loadInsides()])
  return InsideView
})
const CommandPalette = lazyPart(async () => (await import('../actions/CommandPalette.tsx')).CommandPalette)
const FindPanel = lazyPart(async () => (await import('../find/FindPanel.tsx')).FindPanel)
const KeysDialog = lazyPart(async () => (await import('../actions/KeysDialog.tsx')).KeysDialog)
const VersionsView = lazyPart(async () => (await import('../versions/VersionsView.tsx')).VersionsView)
const Outline = lazyPart(async () => (await import('../outline/Outline.tsx')).Outline)
const Minimap = lazyPart(async () => (await import('./Minimap.tsx')).Minimap)
const ContextMenu = lazyPart(async () => (await import('./ContextMenu.tsx')).ContextMenu)
const TurnDialog = lazyPart(async () => (await import('../compose/TurnDialog.tsx')).TurnDialog)
const TabsNotice = lazyPart(async () => (await import('./TabsNotice.tsx')).TabsNotice)
const ConflictDialog = lazyPart(async () => (await import('./ConflictDialog.tsx')).ConflictDialog)

/** One flow, open for editing; with `runId` the flow as that run froze it, to look at. */
export function EditorScreen({ flowId, runId }: { flowId: string; runId?: string }) {
  const opened = useSession(flowId, runId)
  if (opened === null) return <main className="h-full" aria-busy="true" aria-label="Opening the workflow" />
  if (opened.status !== 'open') return <CannotOpen opened={opened} />
  return (
    <ReactFlowProvider>
      <Editor flowId={flowId} runId={runId} flush={opened.flush} editHere={opened.editHere} />
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
  editHere: () => Promise<void>
}

function Editor({ flowId, runId, flush, editHere }: Props) {
  const rf = useReactFlow()
  const empty = useDocument(({ flow }) => flow.nodes.length + flow.notes.length === 0)
  const minimap = useUi((ui) => ui.minimap)
  const inside = useUi((ui) => ui.inside.length > 0)
  const readOnly = useDocument(isReadOnly)
  const elsewhere = useDocument((state) => state.readOnly === 'elsewhere')
  useEffect(watchProblems, [])
  useEffect(loadParts, [])
  useEffect(() => {
    if (runId !== undefined || location.search !== '?step-up') return
    history.replaceState(null, '', location.pathname)
    void import('../compose/takeStepUp.ts').then(({ takeStepUp }) => takeStepUp(null))
  }, [runId])
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
      <EditorTopBar />
      <RunBar flowId={flowId} runId={runId} flush={flush} />
      {elsewhere ? <TabsNotice editHere={editHere} /> : null}
      <div className="beside relative flex min-h-0 flex-1">
        <LeftPanel frozen={readOnly}>
          <Palette middle={middle} />
        </LeftPanel>
        <main className="flex min-h-0 min-w-0 flex-1 flex-col">
          <div className="relative min-h-0 flex-1">
            <Panel name="The canvas">
              <Canvas flowId={flowId} />
            </Panel>
            {minimap ? (
              <Panel name="The minimap">
                <Minimap />
              </Panel>
            ) : null}
            {empty && !readOnly ? <Starters middle={middle} /> : null}
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

/** The palette or the outline; where a flow is only looked at just the outline, there is nothing to add. */
function LeftPanel({ frozen, children }: { frozen: boolean; children: ReactNode }) {
  const folded = useUi(({ paletteFolded }) => paletteFolded)
  const left = useUi((ui) => ui.left)
  if (frozen ? left !== 'outline' || folded : left !== 'outline') return frozen ? null : children
  if (folded) return children
  return (
    <aside
      aria-label="Outline"
      data-side="left"
      className="side-panel"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && narrow()) useUi.setState({ paletteFolded: true })
      }}
    >
      <Panel name="The outline">
        <Outline />
      </Panel>
    </aside>
  )
}

/** What opens over the canvas: only there, and only fetched if not there yet, once somebody or something asks. */
function AskedFor() {
  const picking = useUi(({ picker }) => picker !== null)
  const connecting = useUi(({ connectFrom }) => connectFrom !== null)
  const turning = useUi((ui) => ui.turning !== null)
  const dialog = useUi((ui) => ui.dialog)
  const context = useUi((ui) => ui.context !== null)
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
      {context ? (
        <Panel name="The menu">
          <ContextMenu />
        </Panel>
      ) : null}
      {dialog === 'commands' ? (
        <Panel name="The command palette">
          <CommandPalette />
        </Panel>
      ) : null}
      {dialog === 'find' ? (
        <Panel name="Find and replace">
          <FindPanel />
        </Panel>
      ) : null}
      {dialog === 'keys' ? (
        <Panel name="The list of shortcuts">
          <KeysDialog />
        </Panel>
      ) : null}
      {dialog === 'versions' ? (
        <Panel name="The list of versions">
          <VersionsView />
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
