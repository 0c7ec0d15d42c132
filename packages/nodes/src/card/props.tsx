import type { NodeView, SignalIn } from '@quorum/engine'
import type { ReactNode, RefCallback } from 'react'
import { neverBegan } from './neverBegan.ts'

/** A node whose edge ends at this one. */
export interface Feeder {
  readonly id: string
  readonly title: string
  readonly status: NodeView['status']
}

/** What a card draws from. A card holds no data of its own and fills a strip of 52 px whatever the run does. */
export interface CardProps {
  /** With the defaults of the kind filled in. */
  readonly params: Readonly<Record<string, unknown>>
  /** The node in the run on screen; null while there is none. */
  readonly run: NodeView | null
  /** What is inside a composite, by its inner id. */
  readonly inner: (id: string) => NodeView | null
  /** In edge order; only for kinds that show them. */
  readonly feeders: readonly Feeder[]
  /** Answers a waiting step. Missing: this page may not. */
  readonly send?: ((signal: SignalIn) => void) | undefined
  /** Lets a person change what goes on before approving it. Missing: this page may not. */
  readonly edit?: (() => void) | undefined
  /** An element whose text is kept at the answer as it streams. */
  readonly stream: RefCallback<HTMLElement>
}

/** The frame of every card: 52 px, two lines. */
export function Strip({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-[52px] flex-col justify-center gap-1 overflow-hidden px-3 text-row text-ink">{children}</div>
  )
}

export function Nothing({ text = 'Nothing yet' }: { text?: string }) {
  return (
    <Strip>
      <p className="line-clamp-2 text-muted" title={text}>
        {text}
      </p>
    </Strip>
  )
}

/** One line that is cut, with the whole text on hover. */
export function Line({ children, strong = false, tone = '' }: { children: string; strong?: boolean; tone?: string }) {
  return (
    <p className={`truncate ${strong ? 'font-medium' : ''} ${tone}`} title={children}>
      {children}
    </p>
  )
}

/** Has the run reached this node? */
export const begun = (run: NodeView | null): run is NodeView =>
  run !== null && run.status !== 'idle' && run.status !== 'queued'

export const ended = (run: NodeView): boolean =>
  run.status === 'completed' || run.status === 'failed' || run.status === 'skipped' || run.status === 'cancelled'

/** What a card says about a node that did not complete; null if it has more to say than that. */
export function notCompleted(run: NodeView): string | null {
  if (run.status === 'failed') return run.error?.message ?? 'Failed'
  if (run.status === 'skipped') return run.error?.message ?? 'Not needed this time'
  if (run.status === 'cancelled') return neverBegan(run) ? 'Not reached' : 'Stopped before it was done'
  return null
}
