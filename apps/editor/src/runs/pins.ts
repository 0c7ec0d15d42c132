import { isRecord, type Value } from '@quorum/engine'
import { create } from 'zustand'
import { useDocument } from '../document/documentStore.ts'

export type Pins = Readonly<Record<string, Value>>

const none: Pins = {}
const key = (flowId: string): string => `quorum.pins.${flowId}`

/** Results kept by hand, by node: the next runs take them instead of doing the step. They belong to this device. */
const usePins = create<{ readonly flowId: string | null; readonly pins: Pins }>()(() => ({ flowId: null, pins: none }))

function stored(flowId: string): Pins {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key(flowId)) ?? '{}')
    return isRecord(found) ? (found as Pins) : none
  } catch {
    return none
  }
}

/** Reads what was kept for a flow when it opens. */
export const openPins = (flowId: string): void => usePins.setState({ flowId, pins: stored(flowId) })

/** What is kept for the open flow, as far as its steps still exist. */
export function pinsOf(flowId: string): Pins {
  const { flowId: open, pins } = usePins.getState()
  if (open !== flowId) return none
  const steps = new Set(useDocument.getState().flow.nodes.map(({ id }) => id))
  return Object.fromEntries(Object.entries(pins).filter(([id]) => steps.has(id)))
}

/** Keeps a result; undefined lets the step do its work again. */
export function pin(nodeId: string, value: Value | undefined): void {
  const { flowId, pins } = usePins.getState()
  if (flowId === null) return
  const { [nodeId]: _, ...others } = pins
  const next = value === undefined ? others : { ...others, [nodeId]: value }
  usePins.setState({ pins: next })
  try {
    localStorage.setItem(key(flowId), JSON.stringify(next))
  } catch {
    // No room: it is kept until this page is left.
  }
}

export const isPinned = (nodeId: string): boolean => Object.hasOwn(usePins.getState().pins, nodeId)
export const usePinned = (nodeId: string): boolean => usePins(({ pins }) => Object.hasOwn(pins, nodeId))
