import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { Plus, Trash2 } from 'lucide-react'
import { type HTMLAttributes, memo, type SVGProps, useEffect, useRef } from 'react'
import { dispatch } from '../document/documentStore.ts'
import { type EdgeStart, useEdgeRun, useTimesTaken } from '../runs/edgeRun.ts'
import { count, plural } from '../runs/figures.ts'
import { showFlow } from '../runs/flowDots.ts'
import { DEFAULT_ROUNDS } from './connect.ts'
import { backLine, forwardLine } from './edgePath.ts'
import { type CanvasEdge, HIT } from './toReactFlow.ts'
import { select, soleEdge, useUi } from './uiStore.ts'

// Edges meet the 12 px shape of the port, not the edge of the area that catches the pointer.
const TO_SHAPE = HIT / 2 - 5

export const EdgeView = memo(function EdgeView({
  id,
  target,
  sourceX,
  sourceY,
  targetX,
  targetY,
  data,
  selected,
}: EdgeProps<CanvasEdge>) {
  const alone = useUi((ui) => soleEdge(ui) === id)
  const drop = useUi((ui) => ui.dropEdge === id)
  if (!data) return null
  const ends = { sourceX: sourceX - TO_SHAPE, sourceY, targetX: targetX + TO_SHAPE - 1, targetY }
  const { path, labelX, labelY } = data.back ? backLine(ends, data.floor) : forwardLine(ends)
  const rounds = data.wire.edge.maxRounds ?? DEFAULT_ROUNDS
  const style = { transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }
  return (
    <>
      <Wire
        from={data.wire.from}
        target={target}
        data-selected={selected || undefined}
        data-drop={drop || undefined}
        data-error={data.wire.from.portId === 'error' || undefined}
        data-list={data.list || undefined}
        data-broken={data.broken ? true : undefined}
        data-testid={`edge-${id}`}
      >
        <BaseEdge id={id} path={path} interactionWidth={20} markerEnd="url(#wire-arrow)" />
      </Wire>
      <EdgeLabelRenderer>
        {data.back || data.broken ? (
          <button
            type="button"
            tabIndex={-1}
            className="wire-label nodrag nopan"
            data-broken={data.broken ? true : undefined}
            style={style}
            onClick={() => select({ edges: [id] })}
          >
            {data.broken ?? `again, up to ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`}
            {data.broken ? null : <Times from={data.wire.from} target={target} least={1} before=" · " />}
          </button>
        ) : (
          <Times from={data.wire.from} target={target} least={2} className="wire-times" style={style} />
        )}
        {alone ? <EdgeTools id={id} x={labelX} y={labelY} below={data.back || data.broken !== null} /> : null}
      </EdgeLabelRenderer>
    </>
  )
})

interface TimesProps extends HTMLAttributes<HTMLSpanElement> {
  /** Fewer are not worth saying. */
  least: number
  before?: string
}
interface Ends {
  from: EdgeStart
  target: string
}

/** What a run does with the edge: its colour, and what goes over it just now. */
function Wire({ from, target, ...rest }: Ends & Pick<SVGProps<SVGGElement>, 'children'>) {
  const group = useRef<SVGGElement>(null)
  const { nodeId, portId, inner } = from
  useEffect(
    () => (group.current ? showFlow(group.current, { nodeId, portId, inner }, target) : undefined),
    [nodeId, portId, inner, target],
  )
  return <g {...rest} ref={group} className="wire" data-run={useEdgeRun(from, target)} />
}

/** "×12": how often a value went over the edge in the run on screen. */
function Times({ from, target, least, before = '', ...rest }: Ends & TimesProps) {
  const times = useTimesTaken(from, target)
  if (times < least) return null
  return (
    <span {...rest} title={`${plural(times, 'value')} went this way`}>
      {before}×{count(times)}
    </span>
  )
}

function EdgeTools({ id, x, y, below }: { id: string; x: number; y: number; below: boolean }) {
  const button = 'inline-flex size-7 items-center justify-center rounded-control hover:bg-surface-2'
  return (
    <div
      className="wire-tools nodrag nopan"
      style={{
        transform: `translate(-50%, -50%) translate(${x}px, ${y + (below ? 30 : 0)}px) scale(var(--tool-scale, 1))`,
      }}
    >
      <button
        type="button"
        aria-label="Insert a step here"
        className={button}
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect()
          useUi.setState({
            picker: { screen: { x: left, y: bottom + 4 }, canvas: { x, y }, offset: { x: -120, y: -50 }, onEdge: id },
          })
        }}
      >
        <Plus aria-hidden size={16} />
      </button>
      <button
        type="button"
        aria-label="Delete connection"
        className={button}
        onClick={() => {
          dispatch({ type: 'disconnect', edgeIds: [id] })
          select({})
        }}
      >
        <Trash2 aria-hidden size={14} />
      </button>
    </div>
  )
}
