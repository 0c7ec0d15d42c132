import { Command } from 'cmdk'
import { useState } from 'react'
import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FoundList } from '../ui/FoundList.tsx'
import { fittingTargets } from './connect.ts'
import { connect } from './edits.ts'
import type { PortRef } from './graph.ts'
import { stepElementId } from './NodeView.tsx'
import { useUi } from './uiStore.ts'

/** Connecting without dragging: choose the output, type to find the input, Enter. */
export function ConnectList() {
  const from = useUi(({ connectFrom }) => connectFrom)
  return from ? <OpenList key={from.nodeId} start={from} /> : null
}

function OpenList({ start }: { start: PortRef }) {
  const flow = useDocument((state) => state.flow)
  const [from, setFrom] = useState(start)
  const close = (): void => {
    useUi.setState({ connectFrom: null })
    // After the dialog has given focus away.
    setTimeout(() => document.getElementById(stepElementId(start.nodeId))?.focus({ preventScroll: true }))
  }
  const node = flow.nodes.find(({ id }) => id === from.nodeId)
  if (!node) return null
  const { title, ports } = factsOf(node)
  const outputs = [...ports.outputs, ...(ports.inner?.outputs ?? [])]
  const targets = fittingTargets(flow, from)
  return (
    <Dialog open onOpenChange={close} title={`Connect “${title}” to…`}>
      {outputs.length > 1 ? (
        <label className="mb-2 flex items-center gap-2 text-body">
          From
          <select
            className="field"
            value={from.portId}
            onChange={(event) => setFrom({ ...from, portId: event.target.value })}
          >
            {outputs.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <Command loop label="Steps it can be connected to">
        <Command.Input autoFocus placeholder="Type to find a step" className="field" />
        <FoundList className="mt-2 max-h-72 overflow-y-auto p-0.5" none="No step takes this. Press N to add one.">
          {targets.map(({ ref, title: name, port, check }) => (
            <Command.Item
              key={`${ref.nodeId} ${ref.portId}`}
              value={`${name} ${port} ${ref.nodeId} ${ref.portId}`}
              onSelect={() => {
                close()
                connect(from, ref)
              }}
              className="flex cursor-pointer items-baseline gap-2 rounded-control px-2 py-1.5 text-body data-[selected=true]:bg-surface-2 data-[selected=true]:outline-2 data-[selected=true]:outline-accent"
            >
              <span className="font-medium">{name}</span>
              <span className="text-muted">{port}</span>
              <span className="ml-auto text-meta text-muted">{check.back ? 'goes back, again' : check.warning}</span>
            </Command.Item>
          ))}
        </FoundList>
      </Command>
    </Dialog>
  )
}
