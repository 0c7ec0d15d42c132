import { type KeyboardEvent, type PointerEvent, useState } from 'react'

interface Props {
  label: string
  /** Of a panel at the bottom of the window its height, of one at the right its width; px. */
  of: 'height' | 'width'
  size: number
  least: number
  most: number
  onSize: (size: number) => void
}

const looks = {
  height: 'inset-x-0 -top-1 h-2 cursor-row-resize',
  width: 'inset-y-0 -left-1 w-2 cursor-col-resize max-[899px]:hidden',
}

/** The edge of a panel: dragged, or moved by arrow keys, it changes the size of it. */
export function Splitter({ label, of, size, least, most, onSize }: Props) {
  const [dragging, setDragging] = useState(false)
  const [more, less] = of === 'height' ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight']
  const set = (next: number): void => onSize(Math.round(Math.min(most, Math.max(least, next))))
  const onMove = (event: PointerEvent): void => {
    if (dragging) set(of === 'height' ? window.innerHeight - event.clientY : window.innerWidth - event.clientX)
  }
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === more ? 16 : event.key === less ? -16 : 0
    if (step === 0) return
    event.preventDefault()
    set(size + step)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is this widget; <hr> cannot be
    <div
      role="separator"
      aria-orientation={of === 'height' ? 'horizontal' : 'vertical'}
      aria-label={label}
      aria-valuenow={size}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      className={`absolute z-10 hover:bg-accent/30 ${looks[of]}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragging(true)
      }}
      onPointerMove={onMove}
      onPointerUp={() => setDragging(false)}
      onKeyDown={onKey}
    />
  )
}
