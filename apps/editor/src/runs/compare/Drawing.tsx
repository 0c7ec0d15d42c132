import type { Flow } from '@quorum/engine'
import { factsOf } from '../../geometry/facts.ts'
import { absolutePosition, flowGeometry } from '../../geometry/geometry.ts'

interface Props {
  flow: Flow
  differing: ReadonlySet<string>
  onChoose: (id: string) => void
}

/** The flow in one picture; only steps that came out differently have a colour. */
export function Drawing({ flow, differing, onChoose }: Props) {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]))
  const geometry = flowGeometry(flow)
  const boxes = flow.nodes.map((node) => {
    const { width = 240, height = 120 } = geometry.get(node.id) ?? {}
    return { id: node.id, title: factsOf(node).title, ...absolutePosition(nodes, node), width, height }
  })
  if (boxes.length === 0) return null
  const byId = new Map(boxes.map((box) => [box.id, box]))
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)) - 24, Math.min(...boxes.map(({ y }) => y)) - 24]
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + 24
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + 24
  return (
    <svg
      role="img"
      aria-label={`${differing.size} of ${boxes.length} steps came out differently`}
      className="max-h-80 w-full"
      viewBox={`${left} ${top} ${right - left} ${bottom - top}`}
    >
      {flow.edges.map(({ id, source, target }) => {
        const [from, to] = [byId.get(source), byId.get(target)]
        if (!from || !to) return null
        const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2]
        const bend = Math.max(40, Math.abs(x2 - x1) / 2)
        return (
          <path
            key={id}
            d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
            fill="none"
            className="stroke-edge"
            strokeWidth={2}
          />
        )
      })}
      {boxes.map(({ id, title, x, y, width, height }) => {
        const differs = differing.has(id)
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the table below lists the same steps as buttons
          <g key={id} className={differs ? 'cursor-pointer' : 'opacity-60'} onClick={() => onChoose(id)}>
            <rect
              x={x}
              y={y}
              width={width}
              height={height}
              rx={12}
              className={differs ? 'fill-surface stroke-waiting' : 'fill-surface stroke-line-strong'}
              strokeWidth={differs ? 6 : 1.5}
            />
            <text x={x + 14} y={y + 40} className="fill-ink font-semibold" fontSize={28}>
              {title.length > width / 17 ? `${title.slice(0, Math.floor(width / 17) - 1)}…` : title}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
