import { X } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'

export interface ToastMessage {
  readonly text: string
  readonly tone?: 'plain' | 'error'
  readonly action?: { readonly label: string; readonly run: () => void }
}
type Shown = ToastMessage & { readonly id: number }

let shown: readonly Shown[] = []
let nextId = 1
const listeners = new Set<() => void>()

function set(next: readonly Shown[]): void {
  shown = next
  for (const listener of listeners) listener()
}

/** Says something for a while, at most three at once. An error or an offer to undo stays longer. */
export function toast(message: ToastMessage): void {
  set([...shown, { ...message, id: nextId++ }].slice(-3))
}

const close = (id: number): void => set(shown.filter((one) => one.id !== id))

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where toasts appear. Once per page. */
export function Toaster() {
  const toasts = useSyncExternalStore(subscribe, () => shown)
  return (
    <section aria-label="Messages" className="fixed bottom-12 left-1/2 z-50 flex -translate-x-1/2 flex-col gap-2">
      {toasts.map((one) => (
        <ToastView key={one.id} toast={one} />
      ))}
    </section>
  )
}

function ToastView({ toast }: { toast: Shown }) {
  const [held, setHeld] = useState(false)
  const stayMs = toast.tone === 'error' || toast.action ? 10_000 : 5_000
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => close(toast.id), stayMs)
    return () => clearTimeout(timer)
  }, [held, stayMs, toast.id])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: being near it only keeps it from going away
    <div
      role={toast.tone === 'error' ? 'alert' : 'status'}
      className={`pop appear flex max-w-md items-center gap-3 py-2 pr-2 pl-4 text-body ${toast.tone === 'error' ? 'border-failed' : ''}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="min-w-0 flex-1">{toast.text}</span>
      {toast.action ? (
        <button
          type="button"
          className="rounded-control px-2 py-1 font-medium text-accent hover:bg-surface-2"
          onClick={() => {
            close(toast.id)
            toast.action?.run()
          }}
        >
          {toast.action.label}
        </button>
      ) : null}
      <button
        type="button"
        aria-label="Dismiss"
        className="inline-flex size-7 items-center justify-center rounded-control hover:bg-surface-2"
        onClick={() => close(toast.id)}
      >
        <X aria-hidden size={14} />
      </button>
    </div>
  )
}
