import { useEffect, useRef, useState } from 'react'
import { statusLook } from '../../ui/status.ts'
import { duration } from '../figures.ts'
import type { Segment } from './segments.ts'

interface Props {
  segments: readonly Segment[]
  /** The stretch of time in view, epoch ms. */
  from: number
  to: number
  /** Where what has not ended ends for now. */
  now: number
  width: number
  faint: boolean
}

const height = 20
/** Below that bars of one row melt into a band. */
const fewBars = 300
const leastPx = 6

/** The bars of one row, however many: drawn on a canvas, those that would lie in the same pixel only once. */
export function Bars({ segments, from, to, now, width, faint }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [title, setTitle] = useState('')
  useEffect(() => {
    const element = canvas.current
    const pen = element?.getContext('2d')
    if (!element || !pen || width <= 0) return
    const ratio = globalThis.devicePixelRatio || 1
    element.width = Math.round(width * ratio)
    element.height = Math.round(height * ratio)
    pen.scale(ratio, ratio)
    pen.globalAlpha = faint ? 0.3 : 1
    const style = getComputedStyle(element)
    const colours = new Map<string, string>()
    const colourOf = (status: string): string => {
      const known = colours.get(status)
      if (known !== undefined) return known
      const found = style.getPropertyValue(token[status] ?? '--st-queued')
      colours.set(status, found)
      return found
    }
    const scale = width / Math.max(1, to - from)
    const least = segments.length > fewBars ? 1 : leastPx
    let drawnTo = Number.NEGATIVE_INFINITY
    let drawnAs = ''
    for (let i = firstInView(segments, from); i < segments.length; i++) {
      const segment = segments[i]
      if (!segment || segment.from > to) break
      const left = (segment.from - from) * scale
      const right = Math.max(((segment.to ?? now) - from) * scale, left + least)
      if (right < 0 || (right <= drawnTo && segment.status === drawnAs)) continue
      pen.fillStyle = colourOf(segment.status)
      const x = Math.min(left, width - least)
      pen.fillRect(x, 4, Math.min(right, width) - x, height - 8)
      if (segment.status === 'waiting') hatch(pen, x, Math.min(right, width), style.getPropertyValue('--surface'))
      drawnTo = right
      drawnAs = segment.status
    }
  }, [segments, from, to, now, width, faint])
  return (
    <canvas
      ref={canvas}
      aria-hidden
      title={title}
      className="block"
      style={{ width, height }}
      onPointerMove={(event) => {
        const at = from + ((event.clientX - event.currentTarget.getBoundingClientRect().left) / width) * (to - from)
        const near = segments.findLast((one) => one.from <= at && (one.to ?? now) >= at - (6 * (to - from)) / width)
        setTitle(near ? words(near, now) : '')
      }}
    />
  )
}

const token: Readonly<Record<string, string>> = {
  running: '--st-running',
  waiting: '--st-waiting',
  retrying: '--st-retry',
  completed: '--st-done',
  failed: '--st-failed',
  skipped: '--st-skipped',
  cancelled: '--st-skipped',
}

const words = ({ path, status, attempt, from, to }: Segment, now: number): string =>
  `${path}${attempt > 1 ? `, attempt ${attempt}` : ''}: ${statusLook[status].word}, ${duration((to ?? now) - from)}`

/** Bars begin in order, but a long one may reach into view from far before: a container or a wait. Those are few. */
const firstInView = (segments: readonly Segment[], from: number): number => {
  if (segments.length <= fewBars) return 0
  let [low, high] = [0, segments.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((segments[middle]?.from ?? 0) < from) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - fewBars)
}

/** A wait is told from work by more than its colour. */
function hatch(pen: CanvasRenderingContext2D, left: number, right: number, colour: string): void {
  pen.save()
  pen.beginPath()
  pen.rect(left, 4, right - left, height - 8)
  pen.clip()
  pen.strokeStyle = colour
  pen.lineWidth = 2
  pen.beginPath()
  for (let x = Math.floor(left / 8) * 8 - height; x < right; x += 8) {
    pen.moveTo(x, height)
    pen.lineTo(x + height, 0)
  }
  pen.stroke()
  pen.restore()
}
