import { type Asked, problemsOf } from '@quorum/nodes/maker/estimator'
import { useId, useState } from 'react'
import { TopBar } from '../ui/TopBar.tsx'
import { Answer } from './Answer.tsx'
import { askedBy, type FieldName, fieldsIn } from './asked.ts'
import { PaperTable } from './PaperTable.tsx'

const questions: readonly { name: FieldName; of: keyof Asked; label: string; unit: string }[] = [
  { name: 'p', of: 'p', label: 'How often one answer is right', unit: '%' },
  { name: 'v', of: 'v', label: 'Answers in the form asked for', unit: '%' },
  { name: 'steps', of: 'steps', label: 'Steps of the task', unit: '' },
  { name: 't', of: 't', label: 'How sure the whole must be', unit: '%' },
  { name: 'k', of: 'k', label: 'Lead needed (empty: the least that is enough)', unit: 'votes' },
  { name: 'in', of: 'price', label: 'Price of a million tokens in', unit: '$' },
  { name: 'out', of: 'price', label: 'Price of a million tokens out', unit: '$' },
  { name: 'inputTokens', of: 'inputTokens', label: 'Length of a prompt', unit: 'tokens' },
  { name: 'outputTokens', of: 'outputTokens', label: 'Length of an answer', unit: 'tokens' },
]

/** How long a task a model can do by voting on every step, and what that costs (MAKER.md §3, §6). */
export function MakerScreen() {
  const [fields, setFields] = useState(() => fieldsIn(location.search))
  const asked = askedBy(fields)
  const problems = problemsOf(asked)
  return (
    <div className="flex min-h-full flex-col">
      <TopBar />
      <main className="mx-auto w-full max-w-4xl flex-1 px-4 py-8">
        <h1 className="font-semibold text-page">How long a task can this model do?</h1>
        <p className="mb-6 max-w-2xl text-body text-muted">
          A model that errs once in a hundred steps fails every long task. Ask for each step until one answer is some
          votes ahead, and it does a million. This is what that takes; a MAKER node works the same way out before it
          starts.
        </p>
        <div className="grid gap-6 md:grid-cols-2">
          <form
            aria-label="Model and task"
            className="grid content-start gap-3 rounded-node border border-line bg-surface p-4 sm:grid-cols-2"
            onSubmit={(event) => event.preventDefault()}
          >
            {questions.map(({ name, of, label, unit }) => (
              <Field
                key={name}
                label={label}
                unit={unit}
                value={fields[name]}
                problem={problems[of]}
                onChange={(value) => setFields({ ...fields, [name]: value })}
              />
            ))}
          </form>
          <Answer asked={asked} ready={Object.keys(problems).length === 0} />
        </div>
        <PaperTable onTake={setFields} />
      </main>
    </div>
  )
}

interface FieldProps {
  readonly label: string
  readonly unit: string
  readonly value: string
  readonly problem: string | undefined
  readonly onChange: (value: string) => void
}

function Field({ label, unit, value, problem, onChange }: FieldProps) {
  const id = useId()
  return (
    <div className="flex flex-col justify-end gap-1">
      <label htmlFor={id} className="font-medium text-row">
        {label}
        {unit === '' ? '' : ` (${unit})`}
      </label>
      <input
        id={id}
        className="field"
        inputMode="decimal"
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem === undefined ? null : (
        <p id={`${id}-problem`} className="text-failed text-row">
          {problem}
        </p>
      )}
    </div>
  )
}
