import type { FlowFile } from '@quorum/engine'
import { memo } from 'react'

const widths: Record<string, number> = { input: 200, output: 200, council: 320, vote: 320 }
const height = 120

interface Props {
  flow: Pick<FlowFile, 'nodes' | 'edges'>
  /** Category of a kind, for the colour of its tile. */
  categoryOf: (kind: string) => string | undefined
}

/** The drawing in small: a box per node where it stands, a line per edge. */
export const Thumbnail = memo(function Thumbnail({ flow, categoryOf }: Props) {
  // A body's nodes stand relative to their container.
  const places = new Map(flow.nodes.map((node) => [node.id, node.position ?? { x: 0, y: 0 }]))
  const boxes = flow.nodes.map((node) => {
    const at = places.get(node.id) ?? { x: 0, y: 0 }
    const outer = node.parent ? places.get(node.parent) : undefined
    return {
      id: node.id,
      category: categoryOf(node.kind) ?? 'io',
      x: at.x + (outer?.x ?? 0),
      y: at.y + (outer?.y ?? 0),
      width: node.size?.width ?? widths[node.kind] ?? 240,
      height: node.size?.height ?? height,
    }
  })
  if (boxes.length === 0) {
    return <div className="grid h-full place-content-center text-muted text-row">Nothing drawn yet</div>
  }
  const byId = new Map(boxes.map((box) => [box.id, box]))
  const left = Math.min(...boxes.map((box) => box.x)) - 40
  const top = Math.min(...boxes.map((box) => box.y)) - 40
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + 40
  const goesBack = flow.edges.some(({ source, target }) => (byId.get(target)?.x ?? 0) < (byId.get(source)?.x ?? 0))
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + (goesBack ? 120 : 40)
  return (
    <svg aria-hidden="true" className="size-full" viewBox={`${left} ${top} ${right - left} ${bottom - top}`}>
      {flow.edges.map((edge) => {
        const from = byId.get(edge.source)
        const to = byId.get(edge.target)
        if (!from || !to) return null
        const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2]
        const bend = Math.max(40, Math.abs(x2 - x1) / 2)
        // Backward edges go under the nodes.
        const d =
          to.x < from.x
            ? `M${x1} ${y1}C${x1 + 120} ${y1 + 220} ${x2 - 120} ${y2 + 220} ${x2} ${y2}`
            : `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
        return (
          <path
            key={edge.id}
            d={d}
            fill="none"
            className="stroke-edge"
            strokeWidth={1.25}
            vectorEffect="non-scaling-stroke"
          />
        )
      })}
      {boxes.map((box) => (
        <g key={box.id} data-category={box.category}>
          <rect
            x={box.x}
            y={box.y}
            width={box.width}
            height={box.height}
            rx={20}
            className="fill-surface stroke-line-strong"
            vectorEffect="non-scaling-stroke"
          />
          <rect x={box.x + 18} y={box.y + 18} width={40} height={40} rx={10} fill="var(--cat)" />
          <rect x={box.x + 74} y={box.y + 28} width={box.width - 110} height={18} rx={9} className="fill-grid" />
        </g>
      ))}
    </svg>
  )
})
