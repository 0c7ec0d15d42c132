import type { NodeStatus, NodeView, Value } from '@quorum/engine'
import type { ComponentType, ReactNode } from 'react'
import type { Feeder } from '../card/props.tsx'

/** What a kind tells about one of its steps, in words and tables instead of raw values. Draws nothing of its own data. */
export interface DrillInProps {
  readonly step: {
    readonly path: string
    readonly status: NodeStatus
    readonly input: Value
    readonly output: Value
    readonly ports: Readonly<Record<string, Value>> | null
    readonly record: Value
  }
  /** The node in the run on screen, as it stands now: what a step still at work has to show. */
  readonly run?: NodeView | null
  /** Another step of the run by its path, for kinds that show one of many. */
  readonly stepAt?: (path: string) => Promise<{ readonly record: Value }>
  /** Whose edges end at the node, in edge order. */
  readonly feeders: readonly Feeder[]
  /** Draws a text people wrote or read: Markdown. */
  readonly Text: ComponentType<{ text: string }>
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-semibold text-body">{title}</h3>
      {children}
    </section>
  )
}

/** A text with a heading, long ones folded. */
export function Quote({
  title,
  note,
  text,
  Text,
  open = false,
}: {
  title: string
  note?: string | undefined
  text: string
  Text: DrillInProps['Text']
  open?: boolean
}) {
  return (
    <details open={open} className="rounded-control border border-line px-3 py-2">
      <summary className="cursor-pointer rounded-control text-body">
        <span className="font-medium">{title}</span>
        {note ? <span className="text-muted"> · {note}</span> : null}
      </summary>
      <div className="mt-1">
        <Text text={text} />
      </div>
    </details>
  )
}

export const cellClass = 'border-line border-t py-1 pr-3 text-left align-top'
export const headClass = 'py-1 pr-3 text-left font-medium text-muted text-row'
