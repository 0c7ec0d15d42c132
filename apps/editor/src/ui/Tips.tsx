import { useEffect, useState } from 'react'
import { showKeys } from './keys.ts'

type Side = 'top' | 'right' | 'bottom' | 'left'

interface Tip {
  readonly text: string
  readonly keys: string | undefined
  readonly side: Side
  readonly box: DOMRect
}

/** Long enough not to flicker under a passing pointer. */
const DELAY_MS = 400
/** Right after another tip one is being read: the next comes at once. */
const GRACE_MS = 300
const GAP = 6

const tipOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null

/** The words under the pointer or the focus, for everything with `data-tip`. Once per page. */
export function Tips() {
  const [tip, setTip] = useState<Tip | null>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let over: HTMLElement | null = null
    let hiddenAt = 0
    const hide = (): void => {
      clearTimeout(timer)
      if (over) hiddenAt = performance.now()
      over = null
      setTip(null)
    }
    const show = (element: HTMLElement, delayMs: number): void => {
      if (element === over) return
      clearTimeout(timer)
      const { tip: text = '', keys, side } = element.dataset
      timer = setTimeout(() => {
        over = element
        setTip({ text, keys, side: (side as Side | undefined) ?? 'bottom', box: element.getBoundingClientRect() })
      }, delayMs)
    }
    const onOver = (event: PointerEvent): void => {
      if (event.pointerType === 'touch') return
      const element = tipOf(event.target)
      if (element) show(element, performance.now() - hiddenAt < GRACE_MS ? 0 : DELAY_MS)
      else hide()
    }
    const onFocus = (event: FocusEvent): void => {
      const element = tipOf(event.target)
      if (element?.matches(':focus-visible')) show(element, 0)
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide()
    }
    document.addEventListener('pointerover', onOver)
    document.addEventListener('pointerdown', hide)
    document.addEventListener('focusin', onFocus)
    document.addEventListener('focusout', hide)
    document.addEventListener('keydown', onKey)
    document.addEventListener('wheel', hide, { passive: true })
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', onOver)
      document.removeEventListener('pointerdown', hide)
      document.removeEventListener('focusin', onFocus)
      document.removeEventListener('focusout', hide)
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('wheel', hide)
    }
  }, [])
  if (!tip) return null
  return (
    <div
      role="tooltip"
      className="pointer-events-none fixed z-50 max-w-64 rounded-control bg-ink px-2 py-1 text-row text-surface"
      style={placed(tip)}
    >
      {tip.text}
      {tip.keys ? <kbd className="ml-2 font-sans opacity-80">{showKeys(tip.keys)}</kbd> : null}
    </div>
  )
}

/** Beside its button, kept inside the window. */
function placed({ side, box }: Tip): { left: number; top: number; transform: string } {
  const x = Math.max(70, Math.min(innerWidth - 70, box.left + box.width / 2))
  const y = box.top + box.height / 2
  if (side === 'left') return { left: box.left - GAP, top: y, transform: 'translate(-100%, -50%)' }
  if (side === 'right') return { left: box.right + GAP, top: y, transform: 'translate(0, -50%)' }
  if (side === 'top' && box.top > 40) return { left: x, top: box.top - GAP, transform: 'translate(-50%, -100%)' }
  return { left: x, top: box.bottom + GAP, transform: 'translate(-50%, 0)' }
}
