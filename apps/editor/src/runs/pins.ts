import { isRecord, type Value } from '@quorum/engine'
import { create } from 'zustand'
import { keepResult, letResultGo, listKept } from '../api/client.ts'
import { useDocument } from '../document/documentStore.ts'

export type Pins = Readonly<Record<string, Value>>

const none: Pins = {}
/** Where results were kept before the server did. */
const oldKey = (flowId: string): string => `quorum.pins.${flowId}`

/** Results kept by hand, by node: the next runs take them instead of doing the step. They are the same for everybody. */
const usePins = create<{ readonly flowId: string | null; readonly pins: Pins }>()(() => ({ flowId: null, pins: none }))
let reading: Promise<void> = Promise.resolve()

/** Reads what is kept for a flow when it opens. */
export function openPins(flowId: string): Promise<void> {
  usePins.setState({ flowId, pins: none })
  reading = read(flowId).catch(() => {
    // Without the list nothing is taken over: the steps do their work.
  })
  return reading
}

async function read(flowId: string): Promise<void> {
  for (const [nodeId, value] of Object.entries(takeOld(flowId))) await keepResult(flowId, nodeId, value)
  const { items } = await listKept(flowId)
  if (usePins.getState().flowId !== flowId) return
  usePins.setState({ pins: Object.fromEntries(items.map(({ nodeId, value }) => [nodeId, value])) })
}

/** What this browser alone had kept. */
function takeOld(flowId: string): Pins {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(oldKey(flowId)) ?? '{}')
    localStorage.removeItem(oldKey(flowId))
    return isRecord(found) ? (found as Pins) : none
  } catch {
    return none
  }
}

/** What is kept for the open flow, as far as its steps still exist. */
export async function pinsOf(flowId: string): Promise<Pins> {
  await reading
  const { flowId: open, pins } = usePins.getState()
  if (open !== flowId) return none
  const steps = new Set(useDocument.getState().flow.nodes.map(({ id }) => id))
  return Object.fromEntries(Object.entries(pins).filter(([id]) => steps.has(id)))
}

/** Keeps a result; undefined lets the step do its work again. It shows once the server has it. @throws ApiError */
export async function pin(nodeId: string, value: Value | undefined): Promise<void> {
  const { flowId } = usePins.getState()
  if (flowId === null) return
  await (value === undefined ? letResultGo(flowId, nodeId) : keepResult(flowId, nodeId, value))
  const { flowId: open, pins } = usePins.getState()
  if (open !== flowId) return
  const { [nodeId]: _, ...others } = pins
  usePins.setState({ pins: value === undefined ? others : { ...others, [nodeId]: value } })
}

export const isPinned = (nodeId: string): boolean => Object.hasOwn(usePins.getState().pins, nodeId)
export const usePinned = (nodeId: string): boolean => usePins(({ pins }) => Object.hasOwn(pins, nodeId))
