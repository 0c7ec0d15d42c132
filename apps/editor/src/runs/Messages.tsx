import type { Value } from '@quorum/engine'
import { useState } from 'react'
import type { StepRecord } from '../api/types.ts'
import { clock, count, plural, tokensOf } from './figures.ts'
import { CopyButton, ValueView } from './ValueView.tsx'

type Asked = NonNullable<StepRecord['asked']>[number]
type Answer = StepRecord['calls'][number]

interface Exchange {
  readonly key: string
  readonly attempt: number
  readonly asked: Asked | null
  readonly answer: Answer | null
}

const speakers: Readonly<Record<string, string>> = {
  system: 'Instructions',
  user: 'Asked',
  assistant: 'It had answered',
  tool: 'Tool',
}

/**
 * What was asked and what was answered, call by call. An answer belongs to the last attempt that asked for it: one that is
 * in the log is never asked for again.
 */
export function exchangesOf({ asked = [], calls }: Pick<StepRecord, 'asked' | 'calls'>): readonly Exchange[] {
  const answers = new Map(calls.map((call) => [call.key, call]))
  const last = new Map(asked.map(({ key, attempt }) => [key, attempt]))
  const told = asked.map((one): Exchange => {
    const mine = last.get(one.key) === one.attempt
    return { key: one.key, attempt: one.attempt, asked: one, answer: (mine && answers.get(one.key)) || null }
  })
  const silent = calls.filter(({ key }) => !last.has(key))
  const latest = asked.at(-1)?.attempt ?? 1
  return [...told, ...silent.map((answer): Exchange => ({ key: answer.key, attempt: latest, asked: null, answer }))]
}

/** Everything that was sent to models and came back from them, tools and HTTP, for one attempt at a time. */
export function Messages({ step }: { step: StepRecord }) {
  const all = exchangesOf(step)
  const attempts = [...new Set(all.map(({ attempt }) => attempt))].sort((a, b) => a - b)
  const [chosen, setChosen] = useState<number | null>(null)
  const attempt = chosen !== null && attempts.includes(chosen) ? chosen : attempts.at(-1)
  const shown = all.filter((one) => one.attempt === attempt)
  if (all.length === 0) return null
  return (
    <section aria-label="Messages">
      <div className="mb-1 flex items-center gap-2">
        <h3 className="flex-1 font-semibold text-body">Messages</h3>
        {attempts.length > 1 ? (
          <select
            aria-label="Which attempt"
            className="field h-7! w-auto! py-0!"
            value={attempt}
            onChange={(event) => setChosen(Number(event.target.value))}
          >
            {attempts.map((one) => (
              <option key={one} value={one}>
                Attempt {one}
              </option>
            ))}
          </select>
        ) : null}
      </div>
      <ol className="flex flex-col gap-2">
        {shown.map((one) => (
          <li key={one.key}>
            <Call exchange={one} open={shown.length === 1} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Call({ exchange: { key, asked, answer }, open }: { exchange: Exchange; open: boolean }) {
  const facts = [
    asked?.model ?? '',
    asked ? plural(asked.messages.length, 'message') : '',
    answer ? clock(answer.at) : 'no answer',
    answer?.usage ? `${count(tokensOf(answer.usage))} tokens` : '',
  ].filter(Boolean)
  return (
    <details open={open} className="rounded-control border border-line px-3 py-2">
      <summary className="figures cursor-pointer rounded-control text-row">
        <span className="font-medium">{keyWords(key)}</span> <span className="text-muted">· {facts.join(' · ')}</span>
      </summary>
      {(asked?.messages ?? []).map(({ role, content, tool }, index) => (
        <Said key={`${index} ${role}`} who={tool ? `Tool ${tool}` : (speakers[role] ?? role)} value={content} />
      ))}
      {asked?.tools ? <p className="mt-2 text-muted text-row">It could use {asked.tools.join(', ')}.</p> : null}
      {answer ? <Said who="Answer" value={textOf(answer.value)} strong /> : null}
    </details>
  )
}

function Said({ who, value, strong = false }: { who: string; value: Value; strong?: boolean }) {
  return (
    <section aria-label={who} className={`mt-2 border-l-2 pl-2 ${strong ? 'border-done' : 'border-line-strong'}`}>
      <div className="flex items-center">
        <h4 className="flex-1 font-medium text-muted text-row">{who}</h4>
        <CopyButton value={value} label={`Copy: ${who}`} />
      </div>
      <ValueView value={value} />
    </section>
  )
}

/** `turn[2]` → "Turn 2", `tool[2][0]/weather` → "Tool weather". */
function keyWords(key: string): string {
  const [, turn] = /^turn\[(\d+)\]$/.exec(key) ?? []
  const [, tool] = /^tool\[\d+\]\[\d+\]\/(.+)$/.exec(key) ?? []
  if (turn) return `Turn ${turn}`
  if (tool) return `Tool ${tool}`
  return key === 'answer' ? 'Answer' : key
}

/** Of a model's answer people want the text. */
const textOf = (value: Value): Value =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string' && value.text
    ? value.text
    : value
