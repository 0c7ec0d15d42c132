import { isRecord } from '@quorum/engine'
import { begun, type CardProps, Line, Nothing, notCompleted, Strip } from './props.tsx'
import { numberIn, textIn } from './text.tsx'

/** The call in words; then how it was answered and how much came back. */
export function ToolCard({ params, run }: CardProps) {
  if (!begun(run)) return <Nothing />
  const { method, url, tool } = params
  const call = textIn(run.detail, 'call') ?? (tool ? String(tool) : `${method} ${url}`)
  return (
    <Strip>
      <Line strong>{call.replace(/https?:\/\//, '')}</Line>
      <Line tone="text-muted">
        {notCompleted(run) ?? (isRecord(run.detail) ? answerWords(run.detail) : 'Waiting for the answer…')}
      </Line>
    </Strip>
  )
}

/** "Answer 200 · 46 characters" */
export function answerWords(record: object): string {
  const status = numberIn(record, 'status')
  const size = numberIn(record, 'size') ?? 0
  return `Answer${status === null ? '' : ` ${status}`} · ${size < 1_000 ? `${size} characters` : `${Math.round(size / 1_000)} kB`}`
}
