import { runStore } from './currentRun.ts'
import { type EdgeStart, timesTaken, watchEnds } from './edgeRun.ts'

/** UX.md §8: a value travels for this long, so many at once; beyond that, and where people want no motion, the edge lights up. */
const travelMs = 600
const litMs = 400
const most = 24
let travelling = 0

const still = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

/**
 * Shows in `group`, the element of an edge, each value that goes over it: a dot along its path, or a light. Without React:
 * a thousand of them a second must cost nothing but their own drawing. What an old run already has is no news.
 */
export function showFlow(group: SVGGElement, from: EdgeStart, target: string): () => void {
  const count = (): number | null =>
    runStore.head() === null ? null : timesTaken(runStore.node(from.nodeId), from, runStore.node(target))
  let runId = runStore.head()?.id
  let known = count()
  return watchEnds(from.nodeId, target, () => {
    const now = count()
    const fresh = runStore.head()?.id !== runId
    const more = !fresh && known !== null && now !== null && now > known
    known = now
    runId = runStore.head()?.id
    if (!more || document.visibilityState === 'hidden') return
    if (travelling >= most || still()) light(group)
    else travel(group)
  })
}

function light(group: SVGGElement): void {
  group.dataset.lit = ''
  setTimeout(() => delete group.dataset.lit, litMs)
}

function travel(group: SVGGElement): void {
  const path = group.querySelector('.react-flow__edge-path')?.getAttribute('d')
  if (!path) return
  const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle')
  dot.setAttribute('r', '5')
  dot.setAttribute('class', 'wire-dot')
  dot.style.offsetPath = `path("${path}")`
  group.append(dot)
  travelling += 1
  const end = (): void => {
    dot.remove()
    travelling -= 1
  }
  dot.animate({ offsetDistance: ['0%', '100%'] }, { duration: travelMs, easing: 'ease-in-out' }).finished.then(end, end)
}
