import type { RunEvent, RunHistory } from '@quorum/engine'
import { create } from 'zustand'
import { getHistory } from '../../api/client.ts'
import { messageOf } from '../../api/error.ts'
import { loadInsides } from '../../compose/insides.ts'
import { reopenRun, runStore, stopFollowing } from '../currentRun.ts'
import { useMoment } from '../moment.ts'
import { loadHistory } from './loadHistory.ts'

export const speeds = [1, 4, 16] as const
export type Speed = (typeof speeds)[number]

/** A pause in which nothing happened is not sat through. */
const longestGapMs = 1_500

interface Replay {
  readonly runId: string | null
  readonly loading: boolean
  readonly error: string | null
  /** How many events there are, and how many of them have happened on screen. */
  readonly length: number
  readonly index: number
  readonly playing: boolean
  readonly speed: Speed
}

const none: Replay = { runId: null, loading: false, error: null, length: 0, index: 0, playing: false, speed: 1 }
export const useReplay = create<Replay>()(() => none)

let history: RunHistory | null = null
let frame = 0

/** Stops the live view and looks back at the run, from event `index` on; the end if left out. */
export async function openReplay(runId: string, index?: number): Promise<void> {
  if (useReplay.getState().runId === runId) return
  stopFollowing()
  useMoment.setState({ past: true, at: Date.now() })
  useReplay.setState({ ...none, runId, loading: true })
  const mine = (): boolean => useReplay.getState().runId === runId
  let shown = false
  try {
    // Composites are folded like everything else.
    await loadInsides()
    await loadHistory(await getHistory(runId), (grown) => {
      if (!mine()) return
      history = grown
      useReplay.setState({ length: grown.length })
      // As soon as the moment asked for is there.
      if (shown || index === undefined || grown.length < index) return
      shown = true
      seek(index)
    })
    if (!mine()) return
    useReplay.setState({ loading: false })
    if (!shown) seek(index ?? history?.length ?? 0)
  } catch (error) {
    if (mine()) useReplay.setState({ loading: false, error: messageOf(error) })
  }
}

/** Back to the run as it is now. */
export function closeReplay(): void {
  const { runId } = useReplay.getState()
  if (runId === null) return
  forgetReplay()
  runStore.rewind()
  reopenRun(runId)
}

/** The run on screen is let go. */
export function forgetReplay(): void {
  pause()
  history = null
  useReplay.setState(none)
  useMoment.setState({ past: false })
}

/** Shows the run as it was after its first `index` events. */
export function seek(index: number): void {
  if (!history) return
  const moment = Math.max(0, Math.min(history.length, Math.round(index)))
  useReplay.setState({ index: moment })
  useMoment.setState({ at: timeOf(moment) })
  runStore.push({ type: 'snapshot', view: history.at(moment) })
}

export function stepBy(events: number): void {
  pause()
  seek(useReplay.getState().index + events)
}

export const eventAt = (index: number): RunEvent | undefined => history?.event(index)
/** Epoch ms of a moment; before the first event that of the first. */
export const timeOf = (index: number): number => history?.event(Math.max(1, index))?.at ?? 0

export function pause(): void {
  cancelAnimationFrame(frame)
  useReplay.setState({ playing: false })
}

export const setSpeed = (speed: Speed): void => useReplay.setState({ speed })

/** Plays on from the moment on screen; from the start if that is the end. */
export function play(): void {
  if (!history) return
  const { index, length } = useReplay.getState()
  if (index >= length) seek(0)
  useReplay.setState({ playing: true })
  let before = performance.now()
  let due = 0
  const tick = (now: number): void => {
    const state = useReplay.getState()
    if (!state.playing || !history) return
    due += (now - before) * state.speed
    before = now
    let next = state.index
    while (next < history.length) {
      const gap = Math.min(longestGapMs, timeOf(next + 1) - timeOf(next))
      if (gap > due) break
      due -= gap
      next += 1
    }
    if (next !== state.index) seek(next)
    if (next < history.length) frame = requestAnimationFrame(tick)
    else pause()
  }
  frame = requestAnimationFrame(tick)
}
