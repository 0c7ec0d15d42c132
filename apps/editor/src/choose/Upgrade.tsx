import { useState } from 'react'
import { listFlows } from '../api/client.ts'
import { useLoad } from '../api/useLoad.ts'
import { navigate, stepUpPath } from '../router.ts'
import { Button } from '../ui/Button.tsx'

/** For those who have a workflow already: the next stronger pattern for the same agents. */
export function Upgrade() {
  const flows = useLoad('flows', () => listFlows({ limit: 200 }))
  const [chosen, setChosen] = useState('')
  const items = flows.data?.items ?? []
  if (items.length === 0) return null
  const id = chosen || (items[0]?.id ?? '')
  return (
    <section aria-labelledby="upgrade-title" className="mb-12 rounded-node border border-line bg-surface p-5">
      <h2 id="upgrade-title" className="font-semibold text-heading">
        Have a workflow already?
      </h2>
      <p className="mt-1 mb-3 max-w-2xl text-body text-muted">
        One click takes it a step up and keeps its agents: in a row → side by side → specialists → with somebody who
        heals it. You can undo it.
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <select
          aria-label="Your workflow"
          className="field w-auto! max-w-72"
          value={id}
          onChange={(event) => setChosen(event.target.value)}
        >
          {items.map((flow) => (
            <option key={flow.id} value={flow.id}>
              {flow.name}
            </option>
          ))}
        </select>
        <Button onClick={() => navigate(stepUpPath(id))}>Take it a step up</Button>
      </div>
    </section>
  )
}
