import { Handle } from '@xyflow/react'
import type { PortBox } from '../geometry/geometry.ts'
import { handleSide } from './toReactFlow.ts'
import { useUi } from './uiStore.ts'

interface Props {
  nodeId: string
  title: string
  port: PortBox
  /** A few steps need no label at their ports: the first of a side is clear from its place. */
  labelled: boolean
}

const typeWords = { any: '', text: 'text', json: 'object', list: 'list', verdict: 'verdict', error: 'error' }

/** One port: drawn 12 px, caught in 24 px. While an edge is being drawn it shows whether the edge may end here. */
export function Port({ nodeId, title, port, labelled }: Props) {
  const key = `${nodeId} ${port.id}`
  const fit = useUi(({ connecting }) => {
    if (!connecting) return undefined
    if (connecting.from.nodeId === nodeId && connecting.from.portId === port.id) return 'from'
    const wanted = connecting.reversed ? 'out' : 'in'
    return port.flow === wanted && connecting.fits.has(key) ? 'yes' : 'no'
  })
  const type = typeWords[port.type]
  const name = `${port.label}, ${port.flow === 'out' ? 'output' : 'input'}${type ? `, ${type}` : ''}, of ${title}`
  return (
    <>
      <Handle
        id={port.id}
        type={port.flow === 'out' ? 'source' : 'target'}
        position={handleSide(port)}
        className="port"
        role="button"
        aria-label={name}
        title={`${port.label}${type ? ` · ${type}` : ''}`}
        data-shape={port.id === 'error' ? 'error' : port.type}
        data-fit={fit}
        data-port={port.id}
        style={{ left: port.x, top: port.y, right: 'auto', bottom: 'auto' }}
      />
      {labelled ? (
        <span
          aria-hidden
          className="port-label"
          data-side={port.side}
          data-inner={port.inner || undefined}
          style={{ left: port.x, top: port.y }}
        >
          {port.label}
        </span>
      ) : null}
    </>
  )
}
