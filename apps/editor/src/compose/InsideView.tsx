import { Background, BackgroundVariant, ReactFlow, type ReactFlowInstance, ReactFlowProvider } from '@xyflow/react'
import { ChevronRight, PackageOpen, X } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { EdgeView } from '../canvas/EdgeView.tsx'
import { type CanvasEdge, pictureMaker, type StepNode } from '../canvas/toReactFlow.ts'
import { useUi } from '../canvas/uiStore.ts'
import { isReadOnly, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { arranged } from '../layout/runTidy.ts'
import { useNodeRun } from '../runs/currentRun.ts'
import { ValueView } from '../runs/ValueView.tsx'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { detachStep } from './detachStep.ts'
import { InsideNode } from './InsideNode.tsx'
import { compositeAt, END, insideFlow } from './insideFlow.ts'

const nodeTypes = { step: InsideNode }
const edgeTypes = { wire: EdgeView }
const nobody = { nodes: new Set<string>(), edges: new Set<string>(), notes: new Set<string>() }
const pan = [0, 1]

/** The inside of a composite over the canvas: what its steps do while it runs, and the way to lay it open. */
export function InsideView() {
  const path = useUi(({ inside }) => inside)
  const flow = useDocument((state) => state.flow)
  const readOnly = useDocument(isReadOnly)
  const composite = useMemo(() => compositeAt(flow, path), [flow, path])
  const region = useRef<HTMLElement>(null)
  useEffect(() => region.current?.focus(), [])
  const up = (to: number): void => useUi.setState({ inside: path.slice(0, to) })
  if (path.length === 0) return null
  const names = path.map((_, index) => {
    const node = compositeAt(flow, path.slice(0, index + 1))
    return node ? factsOf(node).title : '…'
  })
  const [root] = path
  return (
    <section
      ref={region}
      aria-label={`Inside of ${names.at(-1)}`}
      tabIndex={-1}
      className="canvas z-20 flex flex-col"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        up(path.length - 1)
        if (path.length === 1) requestAnimationFrame(() => document.getElementById(`step-${root}`)?.focus())
      }}
    >
      <div className="flex h-10 shrink-0 items-center gap-1 border-line border-b bg-surface px-3 text-body">
        <nav aria-label="Where you are" className="flex min-w-0 flex-1 items-center gap-1">
          <button type="button" className="rounded-control px-1.5 py-0.5 hover:bg-surface-2" onClick={() => up(0)}>
            {flow.name}
          </button>
          {names.map((name, index) => (
            <span key={`${index} ${name}`} className="flex min-w-0 items-center gap-1">
              <ChevronRight aria-hidden size={14} className="shrink-0 text-muted" />
              <button
                type="button"
                aria-current={index === names.length - 1 ? 'page' : undefined}
                className="truncate rounded-control px-1.5 py-0.5 font-medium hover:bg-surface-2"
                onClick={() => up(index + 1)}
              >
                {name}
              </button>
            </span>
          ))}
        </nav>
        {root !== undefined && path.length === 1 && !readOnly ? (
          <Button size="small" onClick={() => void detachStep(root)}>
            <PackageOpen aria-hidden size={14} /> Lay open as ordinary steps
          </Button>
        ) : null}
        <IconButton icon={X} label="Back to the workflow" keys="Esc" onClick={() => up(0)} />
      </div>
      <div className="relative min-h-0 flex-1">
        {composite ? (
          <ReactFlowProvider key={path.join('/')}>
            <Inside composite={composite} path={path} />
          </ReactFlowProvider>
        ) : (
          <p className="p-6 text-body text-muted">Its settings do not fit, so it has no inside yet. Mend them first.</p>
        )}
      </div>
    </section>
  )
}

function Inside({ composite, path }: { composite: Parameters<typeof insideFlow>[0]; path: readonly string[] }) {
  const flow = useMemo(() => insideFlow(composite, path.join('/')), [composite, path])
  const [placed, setPlaced] = useState<typeof flow>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  useEffect(() => {
    if (!flow) return
    let gone = false
    void arranged(flow).then((places) => {
      if (gone) return
      const at = new Map(places.map(({ id, position }) => [id, position]))
      setPlaced({
        ...flow,
        nodes: flow.nodes.map((node) => ({ ...node, position: { ...(at.get(node.id) ?? node.position) } })),
      })
    })
    return () => {
      gone = true
    }
  }, [flow])
  const [draw] = useState(pictureMaker)
  const picture = useMemo(
    () => (placed ? draw(placed, { ...nobody, nodes: new Set(chosen === null ? [] : [chosen]) }) : null),
    [draw, placed, chosen],
  )
  if (!picture || !placed)
    return (
      <p aria-busy="true" className="sr-only">
        Drawing its inside
      </p>
    )
  const open = (id: string): void => {
    const node = placed.nodes.find((one) => one.id === id)
    if (node && factsOf(node).definition?.expand)
      useUi.setState({ inside: [...path, id.slice(path.join('/').length + 1)] })
    else setChosen(id)
  }
  return (
    <>
      <ReactFlow<StepNode, CanvasEdge>
        nodes={picture.nodes as StepNode[]}
        edges={picture.edges as CanvasEdge[]}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={(_event, { id }) => (id.includes(END) ? setChosen(null) : setChosen(id))}
        onNodeDoubleClick={(_event, { id }) => open(id)}
        onPaneClick={() => setChosen(null)}
        onInit={beginAtLeft}
        fitView
        fitViewOptions={{ padding: 0.08, maxZoom: 1 }}
        minZoom={0.05}
        maxZoom={2}
        panOnScroll
        panOnDrag={pan}
        zoomOnDoubleClick={false}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        nodesFocusable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1.5} color="var(--grid)" />
      </ReactFlow>
      {chosen === null ? null : <Detail key={chosen} id={chosen} flow={placed} onClose={() => setChosen(null)} />}
    </>
  )
}

const READABLE = 0.45

/** A long row fitted into view could not be read: then it begins at its left end. */
function beginAtLeft(rf: ReactFlowInstance<StepNode, CanvasEdge>): void {
  const { zoom } = rf.getViewport()
  if (zoom >= READABLE) return
  const { x, y, height } = rf.getNodesBounds(rf.getNodes())
  const room = document.querySelector('[aria-label^="Inside of"] .react-flow')?.clientHeight ?? 600
  void rf.setViewport({ x: 32 - x * READABLE, y: room / 2 - (y + height / 2) * READABLE, zoom: READABLE })
}

/** What one inner step is set to and what it has said. */
function Detail({
  id,
  flow,
  onClose,
}: {
  id: string
  flow: NonNullable<ReturnType<typeof insideFlow>>
  onClose: () => void
}) {
  const run = useNodeRun(id)
  const node = flow.nodes.find((one) => one.id === id)
  if (!node) return null
  const { title, definition } = factsOf(node)
  const texts = Object.entries(node.params).filter(([, value]) => typeof value === 'string' && value !== '')
  return (
    <aside
      aria-label={`About ${title}`}
      className="pop absolute top-3 right-3 flex max-h-[calc(100%-24px)] w-80 max-w-[calc(100%-24px)] flex-col overflow-hidden"
    >
      <div className="flex items-center gap-2 border-line border-b px-3 py-2">
        <h2 className="min-w-0 flex-1 truncate font-semibold text-body">{title}</h2>
        <IconButton icon={X} label="Close" className="!size-7" onClick={onClose} />
      </div>
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto p-3 text-body">
        <p className="text-muted">{definition?.summary}</p>
        {run?.error ? <p className="text-failed">{run.error.message}</p> : null}
        {run?.text ? (
          <section>
            <h3 className="mb-1 font-medium text-row">What it said</h3>
            <ValueView value={run.text} />
          </section>
        ) : null}
        {run?.detail ? (
          <section>
            <h3 className="mb-1 font-medium text-row">Its record</h3>
            <ValueView value={run.detail} />
          </section>
        ) : null}
        {texts.map(([name, value]) => (
          <section key={name}>
            <h3 className="mb-1 font-medium text-row">{name === 'system' ? 'Instructions' : name}</h3>
            <p className="whitespace-pre-wrap text-muted text-row">{String(value)}</p>
          </section>
        ))}
      </div>
    </aside>
  )
}
