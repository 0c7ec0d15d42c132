import { type ReactNode, useCallback, useLayoutEffect, useRef, useState } from 'react'

interface Props {
  count: number
  /** Every row is this high, in px. */
  rowHeight: number
  /** Accessible name of the list. */
  label: string
  row: (index: number) => ReactNode
  /** Called with the last index drawn, e.g. to fetch more. */
  onReach?: (last: number) => void
  /** Stays above the rows. */
  head?: ReactNode
  /** Keeps the end in view while it is in view. */
  sticky?: boolean
}

const spare = 8

/** A list of any length that draws only the rows in view. */
export function VirtualRows({ count, rowHeight, label, row, onReach, head, sticky = false }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 400 })
  const atEnd = useRef(true)
  const measure = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const { scrollTop: top, clientHeight: height } = element
    atEnd.current = top + height >= element.scrollHeight - rowHeight
    setView((old) => (old.top === top && old.height === height ? old : { top, height }))
  }, [rowHeight])
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    measure()
    if (typeof ResizeObserver === 'undefined') return
    const watcher = new ResizeObserver(measure)
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [measure])
  useLayoutEffect(() => {
    const element = scroller.current
    if (count > 0 && sticky && atEnd.current && element) element.scrollTop = element.scrollHeight
  }, [count, sticky])
  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare)
  const last = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + spare)
  useLayoutEffect(() => {
    if (last > 0) onReach?.(last - 1)
  }, [last, onReach])
  return (
    <div className="flex h-full min-h-0 flex-col">
      {head}
      <div
        ref={scroller}
        onScroll={measure}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="-outline-offset-2 min-h-0 flex-1 overflow-auto"
      >
        <ul aria-label={label} className="relative" style={{ height: count * rowHeight }}>
          {Array.from({ length: Math.max(0, last - first) }, (_, offset) => {
            const index = first + offset
            return (
              <li
                key={index}
                aria-setsize={count}
                aria-posinset={index + 1}
                className="absolute inset-x-0"
                style={{ top: index * rowHeight, height: rowHeight }}
              >
                {row(index)}
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
