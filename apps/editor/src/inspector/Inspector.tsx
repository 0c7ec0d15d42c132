import { PanelRightClose, PanelRightOpen } from 'lucide-react'
import type { CSSProperties } from 'react'
import { stepElementId } from '../canvas/NodeView.tsx'
import { narrow, soleEdge, soleGroup, soleNode, useUi } from '../canvas/uiStore.ts'
import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { lazyPart } from '../ui/lazyPart.tsx'
import { Tabs } from '../ui/Tabs.tsx'

const Splitter = lazyPart(async () => (await import('../ui/Splitter.tsx')).Splitter)
const EdgeInspector = lazyPart(async () => (await import('./EdgeInspector.tsx')).EdgeInspector)
const LastRun = lazyPart(async () => (await import('../runs/LastRun.tsx')).LastRun)
const SetupTab = lazyPart(async () => (await import('./SetupTab.tsx')).SetupTab)
const GroupInspector = lazyPart(async () => (await import('./GroupInspector.tsx')).GroupInspector)
const ManySelected = lazyPart(async () => (await import('./ManySelected.tsx')).ManySelected)
const FlowSettings = lazyPart(async () => (await import('./FlowSettings.tsx')).FlowSettings)

/** The right panel: the selected step, connection or else the workflow itself. */
export function Inspector() {
  const folded = useUi(({ inspector }) => inspector !== 'open')
  const nodeId = useUi(soleNode)
  const edgeId = useUi(soleEdge)
  const groupId = useUi(soleGroup)
  const many = useUi(({ nodes }) => nodes.size)
  const width = useUi(({ inspectorWidth }) => inspectorWidth)
  const fold = (folding: boolean): void => useUi.setState({ inspector: folding ? 'folded' : 'open' })
  if (folded) {
    return (
      <aside
        aria-label="Inspector"
        className="flex w-12 shrink-0 flex-col items-center border-line border-l bg-surface pt-2 max-[899px]:absolute max-[899px]:top-2 max-[899px]:right-2 max-[899px]:z-20 max-[899px]:w-auto max-[899px]:rounded-tile max-[899px]:border max-[899px]:p-0.5"
      >
        <IconButton icon={PanelRightOpen} label="Show the inspector" side="left" onClick={() => fold(false)} />
      </aside>
    )
  }
  return (
    <aside
      aria-label="Inspector"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        // There it lies over the step that the focus goes back to.
        if (narrow()) fold(true)
        if (!nodeId) return
        document.getElementById(stepElementId(nodeId))?.focus({ preventScroll: true })
      }}
      data-side="right"
      className="side-panel"
      style={{ '--panel-width': `${width}px` } as CSSProperties}
    >
      <Splitter
        label="Width of the inspector"
        of="width"
        size={width}
        least={320}
        most={560}
        onSize={(inspectorWidth) => useUi.setState({ inspectorWidth })}
      />
      {nodeId ? (
        <NodeInspector key={nodeId} nodeId={nodeId} onFold={() => fold(true)} />
      ) : (
        <>
          <div className="absolute top-1.5 right-1 z-10">
            <IconButton icon={PanelRightClose} label="Fold" side="left" onClick={() => fold(true)} />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">
            {edgeId ? (
              <EdgeInspector edgeId={edgeId} />
            ) : groupId ? (
              <GroupInspector groupId={groupId} />
            ) : many > 1 ? (
              <ManySelected many={many} />
            ) : (
              <FlowSettings />
            )}
          </div>
        </>
      )}
    </aside>
  )
}

function NodeInspector({ nodeId, onFold }: { nodeId: string; onFold: () => void }) {
  const node = useDocument(({ flow }) => flow.nodes.find(({ id }) => id === nodeId))
  const tab = useUi(({ inspectorTab }) => inspectorTab)
  if (!node) return null
  return (
    <Tabs
      label={`Inspector of ${factsOf(node).title}`}
      value={tab}
      onChange={(next) => useUi.setState({ inspectorTab: next === 'run' ? 'run' : 'setup' })}
      aside={<IconButton icon={PanelRightClose} label="Fold" side="left" onClick={onFold} />}
      tabs={[
        { id: 'setup', label: 'Setup', content: <SetupTab node={node} /> },
        { id: 'run', label: 'Last run', content: <LastRun nodeId={nodeId} /> },
      ]}
    />
  )
}
