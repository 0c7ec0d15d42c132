import { create } from 'zustand'

export type DockTab = 'output' | 'timeline' | 'log' | 'items' | 'problems' | 'runs'

const tabs: ReadonlySet<string> = new Set(['output', 'timeline', 'log', 'items', 'problems', 'runs'])

/** The panel under the canvas: which tab, open or folded, how high. */
export const useDock = create<{ tab: DockTab; open: boolean; height: number }>()(() => ({
  tab: 'output',
  open: false,
  height: 280,
}))

export function openDock(tab: string): void {
  if (tabs.has(tab)) useDock.setState({ tab: tab as DockTab, open: true })
}

const awaited = new Set<string>()
const started = new Set<string>()

/** The person who starts a run waits for its result, also when it is over before its first news come. */
export function awaitResult(runId: string): void {
  awaited.add(runId)
  started.add(runId)
}

/** Whether it was started on this page. */
export const startedHere = (runId: string): boolean => started.has(runId)

/** @returns whether somebody here waits for it, once. */
export const resultAwaited = (runId: string): boolean => awaited.delete(runId)

export const toggleDock = (): void => useDock.setState(({ open }) => ({ open: !open }))
