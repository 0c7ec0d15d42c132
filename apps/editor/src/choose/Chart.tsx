import type { Wizard } from '../api/types.ts'

interface Props {
  readonly wizard: Wizard
  readonly onTake: (patternId: string) => void
}

/** The short flowchart of yes and no, as an outline: it reads the same by eye and by ear. */
export function Chart({ wizard, onTake }: Props) {
  const { short, patterns } = wizard
  const name = (id: string) => patterns.find((one) => one.id === id)?.name ?? id
  const Branch = ({ id }: { id: string }) => {
    const question = short.questions.find((one) => one.id === id)
    if (!question) return null
    return (
      <>
        <p className="font-medium text-body">{question.text}</p>
        <ul className="mt-1 ml-2 flex flex-col gap-1 border-line border-l pl-4">
          {question.answers.map(({ text, to }) => {
            const further = short.questions.some((one) => one.id === to)
            const isPattern = patterns.some((one) => one.id === to)
            return (
              <li key={text} className="text-body">
                <span className="text-muted">{`${text} → `}</span>
                {isPattern ? (
                  <button type="button" className="text-accent underline" onClick={() => onTake(to)}>
                    {name(to)}
                  </button>
                ) : further ? null : (
                  'that is it'
                )}
                {further ? <Branch id={to} /> : null}
              </li>
            )
          })}
        </ul>
      </>
    )
  }
  return (
    <section aria-labelledby="chart-title">
      <h2 id="chart-title" className="mb-3 font-semibold text-heading">
        The short way
      </h2>
      <div className="rounded-node border border-line bg-surface p-5">
        <Branch id={short.start} />
      </div>
    </section>
  )
}
