import { isRecord, textOf, type Value } from '@quorum/engine'
import type { ReactNode } from 'react'
import { Dots } from '../card/Dots.tsx'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { cellClass, type DrillInProps, headClass, Quote, Section } from './props.tsx'

/** A hundred are enough to read; the raw step has the rest. */
const MOST = 100

/** A field of a record that came as JSON. */
export const valueIn = (value: unknown, key: string): Value | undefined =>
  isRecord(value) ? (value[key] as Value | undefined) : undefined

export const rounded = (value: number | null): string => (value === null ? '' : String(Math.round(value * 100) / 100))

export function Table({ heads, rows }: { heads: readonly string[]; rows: readonly (readonly ReactNode[])[] }) {
  return (
    <div className="overflow-x-auto">
      <table className="figures w-full text-row">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" className={headClass}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST).map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={heads[column]} className={cellClass}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export interface Bar {
  readonly name: string
  readonly value: number
  readonly note: string
  /** Colours it: `completed` for the one that won. */
  readonly status?: string | undefined
}

/** Names with a bar each, as long as its value against the largest, or against `most`. */
export function Bars({ bars, most = 0 }: { bars: readonly Bar[]; most?: number }) {
  const top = Math.max(most, ...bars.map(({ value }) => value), Number.EPSILON)
  return (
    <ul className="flex flex-col gap-1 text-row">
      {bars.slice(0, MOST).map(({ name, value, note, status = 'queued' }, at) => (
        <li key={at} className="grid grid-cols-[minmax(64px,1fr)_2fr_auto] items-center gap-2">
          <span className="truncate" title={name}>
            {name}
          </span>
          <span className="h-3 rounded-[3px] bg-surface-2">
            <span
              data-status={status}
              className="bar-part block h-3 rounded-[3px] bg-st"
              style={{ width: `${(100 * Math.max(0, value)) / top}%` }}
            />
          </span>
          <span className="figures text-muted">{note}</span>
        </li>
      ))}
    </ul>
  )
}

const letters: Readonly<Record<string, string>> = { ok: 'c', failed: 'f', skipped: 's', cancelled: 'x' }
const stateWords: Readonly<Record<string, string>> = { failed: 'failed', skipped: 'not needed', cancelled: 'stopped' }

/**
 * Who was asked and what came of it: outcomes `{name, status, value?, error?, score?}` as patterns list them, or the same
 * by name. Each opens to its text.
 */
export function Outcomes({
  title,
  of,
  note = () => '',
  Text,
}: {
  title: string
  of: unknown
  note?: (outcome: unknown) => string | null
  Text: DrillInProps['Text']
}) {
  const list: readonly unknown[] = Array.isArray(of)
    ? of
    : isRecord(of)
      ? Object.entries(of).map(([name, outcome]) => ({ name, ...(isRecord(outcome) ? outcome : {}) }))
      : []
  if (list.length === 0) return null
  return (
    <Section title={title}>
      <ol className="flex flex-col gap-2">
        {list.slice(0, MOST).map((outcome, at) => {
          const status = textIn(outcome, 'status') ?? 'ok'
          const words = [stateWords[status], note(outcome)].filter(Boolean).join(' · ')
          const value = valueIn(outcome, 'value')
          const text = value === undefined ? (textIn(valueIn(outcome, 'error'), 'message') ?? '') : textOf(value)
          return (
            <li key={at} className="grid grid-cols-[8px_1fr] gap-2">
              <span className="pt-3">
                <Dots items={letters[status] ?? 'q'} />
              </span>
              <Quote
                title={textIn(outcome, 'name') ?? `${at + 1}`}
                note={words || undefined}
                text={text || 'Nothing came of it.'}
                Text={Text}
              />
            </li>
          )
        })}
      </ol>
    </Section>
  )
}

export interface Said {
  readonly by: string
  readonly text: string
  readonly note?: string | undefined
}

/** Who said what, in order. */
export function Turns({ title, turns, Text }: { title: string; turns: readonly Said[]; Text: DrillInProps['Text'] }) {
  if (turns.length === 0) return null
  return (
    <Section title={title}>
      <ol className="flex flex-col gap-2">
        {turns.slice(0, MOST).map(({ by, text, note }, at) => (
          <li key={at} className="border-line border-l-2 pl-3">
            <p className="text-row">
              <span className="font-medium">{by}</span>
              {note ? <span className="text-muted"> · {note}</span> : null}
            </p>
            <Text text={text} />
          </li>
        ))}
      </ol>
    </Section>
  )
}

export interface Branch {
  readonly depth: number
  readonly text: string
  readonly note: string
  /** It did not go on. */
  readonly faded?: boolean
}

/** A tree in reading order, by how deep each lies. */
export function Tree({ title, branches }: { title: string; branches: readonly Branch[] }) {
  if (branches.length === 0) return null
  return (
    <Section title={title}>
      <ol className="text-row">
        {branches.slice(0, MOST).map(({ depth, text, note, faded = false }, at) => (
          <li
            key={at}
            className={`flex gap-2 border-line border-t py-1 ${faded ? 'text-muted' : ''}`}
            style={{ paddingLeft: `${Math.min(depth, 12) * 16}px` }}
          >
            <span aria-hidden className="text-muted">
              {depth > 0 ? '└' : '●'}
            </span>
            <span className={`line-clamp-2 min-w-0 flex-1 ${faded ? '' : 'font-medium'}`} title={text}>
              {text}
            </span>
            <span className="figures shrink-0 text-muted">{note}</span>
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** Entries of a flat list that name their parent, each followed by its children. */
export function inTreeOrder<T>(list: readonly T[], isChild: (one: T, of: T | null) => boolean): readonly T[] {
  const below = (parent: T | null): readonly T[] =>
    list.filter((one) => isChild(one, parent)).flatMap((one) => [one, ...below(one)])
  return below(null)
}

/** One plain sentence. */
export const Told = ({ children, bad = false }: { children: string; bad?: boolean }) => (
  <p className={`text-body ${bad ? 'text-failed' : ''}`}>{children}</p>
)

/** What failed on the way and what was done about it. */
export function Mishaps({ of }: { of: unknown }) {
  const list = listIn(of, 'mishaps')
  if (list.length === 0) return null
  return (
    <Section title="What went wrong on the way">
      <Table
        heads={['Try', 'What', 'Then']}
        rows={list.map((one) => [
          String(numberIn(one, 'round') ?? ''),
          textIn(one, 'message') ?? textIn(one, 'code') ?? '',
          textIn(one, 'action') ?? '',
        ])}
      />
    </Section>
  )
}
