import { type MouseEvent, useCallback, useEffect, useRef, useState } from 'react'
import {
  cellAt,
  drawField,
  type Field,
  fieldOf,
  type Mark,
  type Paint,
  stepsOf,
  stretches,
  votingIn,
} from './drawing/dots.ts'
import type { Figures } from './drawing/figures.ts'
import { whole } from './drawing/words.ts'

const colours: Readonly<Record<Mark, string>> = {
  '.': '--border-strong',
  v: '--st-running',
  c: '--st-done',
  r: '--st-retry',
  w: '--st-failed',
  f: '--st-failed',
}
const meaning: Readonly<Record<Mark, string>> = {
  '.': 'not reached yet',
  v: 'being voted on',
  c: 'decided at once',
  r: 'some contested',
  w: 'a wrong decision among them',
  f: 'could not be decided',
}

const paintOf = (element: Element): Paint => {
  const style = getComputedStyle(element)
  const of = (mark: Mark) => style.getPropertyValue(colours[mark])
  return { '.': of('.'), v: of('v'), c: of('c'), r: of('r'), w: of('w'), f: of('f') }
}

interface Props {
  readonly figures: Figures
  readonly working: boolean
  /** A step of the square that was clicked. */
  readonly onChoose: (step: number) => void
}

/** All steps of the run by how they went, on a canvas: a million elements would be none. */
export function DotField({ figures, working, onChoose }: Props) {
  const { dots, per, steps, step } = figures
  const canvas = useRef<HTMLCanvasElement>(null)
  const [width, setWidth] = useState(0)
  const [pointed, setPointed] = useState<number | null>(null)
  const frame = useCallback((element: HTMLDivElement | null) => {
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const laid = fieldOf(dots, per, steps, Math.max(40, width))
  const field = working ? votingIn(laid, step) : laid
  const { cell, columns, rows, marks, per: each } = field
  useEffect(() => {
    const element = canvas.current
    const pen = element?.getContext('2d')
    if (!element || !pen) return
    const draw = () => {
      const sharp = devicePixelRatio
      element.width = columns * cell * sharp
      element.height = rows * cell * sharp
      pen.scale(sharp, sharp)
      drawField(pen, { cell, columns, rows, marks, per: each }, paintOf(element))
    }
    draw()
    const theme = new MutationObserver(draw)
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => theme.disconnect()
  }, [cell, columns, rows, marks, each])
  return (
    <div ref={frame} className="min-w-0">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`All ${whole(steps)} steps by how they went; said in words below.`}
        className="cursor-pointer"
        style={{ width: columns * cell, height: rows * cell }}
        onPointerMove={(event) => setPointed(cellUnder(field, event))}
        onClick={(event) => {
          const at = cellUnder(field, event)
          if (at !== null) onChoose(toShow(field, at, figures))
        }}
        onPointerLeave={() => setPointed(null)}
      />
      <p className="figures mt-1 min-h-4 text-muted text-row">
        {pointed === null ? legend(field.per) : `${span(stepsOf(field, pointed, steps))}: ${meaningAt(field, pointed)}`}
      </p>
      <InWords field={field} figures={figures} />
    </div>
  )
}

function cellUnder(field: Field, { currentTarget, clientX, clientY }: MouseEvent<HTMLCanvasElement>): number | null {
  const box = currentTarget.getBoundingClientRect()
  return cellAt(field, clientX - box.left, clientY - box.top)
}

/** Of the steps of a square the hardest that is known, else the first. */
function toShow(field: Field, at: number, { hardest, steps }: Figures): number {
  const [from, to] = stepsOf(field, at, steps)
  return hardest.find(({ step }) => step >= from && step <= to)?.step ?? from
}

const legend = (per: number) =>
  per === 1
    ? 'One square is one step.'
    : `One square is ${whole(per)} steps; a point in it: some of them were contested.`
const meaningAt = ({ marks, per }: Field, at: number): string => {
  const mark = (marks[at] ?? '.') as Mark
  return mark === 'r' && per === 1 ? 'contested' : meaning[mark]
}
const span = ([from, to]: readonly [number, number]): string =>
  from === to ? `Step ${whole(from)}` : `Steps ${whole(from)} to ${whole(to)}`

const NAMED = 8

function InWords({ field, figures: { step, steps, k, openVotes, wrong } }: { field: Field; figures: Figures }) {
  const contested = Math.max(0, openVotes[k] ?? 0)
  const bad = stretches(field, 'wf', steps)
  return (
    <ul className="figures text-row" data-field-words>
      <li>
        <Sample colour="bg-done" /> {whole(step - contested)} decided at once
      </li>
      <li>
        <Sample colour="bg-retry" /> {whole(contested)} contested, decided with more votes
      </li>
      <li>
        <span aria-hidden className="mr-1 inline-block size-2.5 p-[3px]">
          <span className="block size-1 bg-line-strong" />
        </span>{' '}
        {whole(Math.max(0, steps - step))} not reached yet
      </li>
      {bad.length > 0 ? (
        <li className="text-failed">
          <Sample colour="bg-failed" /> {wrong ? `${whole(wrong)} wrong` : 'Not decided'}: {listed(bad)}
        </li>
      ) : null}
    </ul>
  )
}

const listed = (spans: readonly (readonly [number, number])[]): string =>
  `${spans.slice(0, NAMED).map(span).join(', ')}${spans.length > NAMED ? `, and ${spans.length - NAMED} more places` : ''}`

const Sample = ({ colour }: { colour: string }) => (
  <span aria-hidden className={`mr-1 inline-block size-2.5 align-middle ${colour}`} />
)
