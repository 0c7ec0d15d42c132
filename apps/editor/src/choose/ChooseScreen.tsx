import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { getWizard, listTemplates } from '../api/client.ts'
import type { Wizard } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { TopBar } from '../ui/TopBar.tsx'
import { Chart } from './Chart.tsx'
import { follow } from './choose.ts'
import { Match } from './Match.tsx'
import { Matrix } from './Matrix.tsx'
import { Upgrade } from './Upgrade.tsx'

/** Four questions to a pattern, or all of them in a table (CATALOGUE §8). */
export function ChooseScreen() {
  const wizard = useLoad('wizard', getWizard)
  const templates = useLoad('templates', listTemplates)
  const [answers, setAnswers] = useState<readonly number[]>([])
  /** A pattern taken from the table instead of by questions. */
  const [taken, setTaken] = useState<string | null>(null)
  const head = useRef<HTMLHeadingElement>(null)
  const moved = useRef(false)
  // The next question is read out and reached by the keyboard; not when the page opens.
  useEffect(() => {
    if (moved.current) head.current?.focus()
  }, [answers, taken])
  const go = (next: readonly number[], pattern: string | null = null) => {
    moved.current = true
    setAnswers(next)
    setTaken(pattern)
    scrollTo({ top: 0 })
  }
  return (
    <div className="flex min-h-full flex-col">
      <TopBar />
      <main className="mx-auto w-full max-w-4xl flex-1 px-4 py-8">
        <h1 className="font-semibold text-page">Which pattern fits?</h1>
        <p className="mb-6 max-w-2xl text-body text-muted">
          At most four questions. You get a workflow that runs at once, with its price, and can change everything. For
          long tasks:{' '}
          <Link to="/maker" className="text-accent underline">
            how long a task can a model do?
          </Link>
        </p>
        {wizard.error ? (
          <p role="alert" className="rounded-node border border-failed p-3 text-body">
            {wizard.error}{' '}
            <button type="button" className="underline" onClick={wizard.reload}>
              Try again
            </button>
          </p>
        ) : null}
        {wizard.data ? (
          <>
            <Asked
              wizard={wizard.data}
              answers={answers}
              taken={taken}
              head={head}
              onGo={go}
              templates={templates.data?.items ?? []}
            />
            <Upgrade />
            <Matrix wizard={wizard.data} templates={templates.data?.items ?? []} onTake={(id) => go([], id)} />
            <Chart wizard={wizard.data} onTake={(id) => go([], id)} />
          </>
        ) : null}
      </main>
    </div>
  )
}

interface AskedProps {
  readonly wizard: Wizard
  readonly answers: readonly number[]
  readonly taken: string | null
  readonly head: React.RefObject<HTMLHeadingElement | null>
  readonly onGo: (answers: readonly number[], pattern?: string | null) => void
  readonly templates: Parameters<typeof Match>[0]['templates']
}

function Asked({ wizard, answers, taken, head, onGo, templates }: AskedProps) {
  const position = follow(wizard, answers)
  const found = taken ?? position.patternId
  return (
    <section aria-label="Questions" className="mb-12 rounded-node border border-line bg-surface p-5">
      {position.steps.length > 0 || taken !== null ? (
        <div className="mb-4 flex flex-wrap items-center gap-2 text-row">
          <Button size="small" look="quiet" onClick={() => onGo(taken === null ? answers.slice(0, -1) : [])}>
            <ArrowLeft aria-hidden size={14} /> Back
          </Button>
          <ol className="flex flex-wrap gap-x-2 text-muted" aria-label="Your answers">
            {position.steps.map(({ answer }, i) => (
              <li key={i}>
                {i > 0 ? <span aria-hidden>→ </span> : null}
                {answer.text}
              </li>
            ))}
          </ol>
        </div>
      ) : null}
      {found !== null ? (
        <Match
          key={found}
          wizard={wizard}
          position={{ ...position, patternId: found, steps: taken === null ? position.steps : [] }}
          templates={templates}
          head={head}
          onTake={(id) => onGo([], id)}
        />
      ) : position.question ? (
        <>
          <p className="text-meta text-muted">{`Question ${answers.length + 1}`}</p>
          <h2 ref={head} tabIndex={-1} className="mb-4 font-semibold text-heading outline-none">
            {position.question.text}
          </h2>
          <ul className="grid gap-2 sm:grid-cols-2">
            {position.question.answers.map(({ text, hint }, place) => (
              <li key={text}>
                <button
                  type="button"
                  className="w-full rounded-control border border-line-strong px-4 py-3 text-left text-body hover:border-accent hover:bg-surface-2"
                  onClick={() => onGo([...answers, place])}
                >
                  {text}
                  {hint ? <span className="block text-muted text-row">{hint}</span> : null}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}
