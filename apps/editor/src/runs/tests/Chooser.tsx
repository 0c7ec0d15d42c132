import type { TestRun } from '../../api/types.ts'
import { ago } from '../figures.ts'

interface ChooserProps {
  label: string
  runs: readonly TestRun[]
  run: TestRun | undefined
  optional: boolean
  onChoose: (id: string | null) => void
}

/** Which run of the cases a column shows, and how many were good. */
export function Chooser({ label, runs, run, optional, onChoose }: ChooserProps) {
  const passed = run?.results.filter(({ verdict }) => verdict?.pass).length ?? 0
  return (
    <>
      <select
        aria-label={label}
        className="field w-auto! max-w-60"
        value={run?.id ?? ''}
        onChange={(event) => onChoose(event.target.value || null)}
      >
        {optional || runs.length === 0 ? <option value="">{optional ? 'Nothing beside' : 'Not run yet'}</option> : null}
        {runs.map(({ id, revision, createdAt }) => (
          <option key={id} value={id}>
            Version {revision}, {ago(createdAt)}
          </option>
        ))}
      </select>
      {run ? (
        <span className="figures ml-2">
          {passed} of {run.results.length} good
        </span>
      ) : null}
    </>
  )
}
