import type { Budget } from '@quorum/engine'
import { type FormEvent, useState } from 'react'
import { getRunFlow } from '../api/client.ts'
import { useLoad } from '../api/useLoad.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { type BudgetField, budgetFields, budgetWords, raised, readBudget, spentOf } from './budget.ts'
import { useRunHead } from './currentRun.ts'
import { count, elapsedMs } from './figures.ts'
import type { RunHead } from './runStore.ts'
import { tryAgain } from './steer.ts'

/** Asks for more, then goes on where the budget stopped the run. */
export function BudgetDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const head = useRunHead()
  const flow = useLoad(open && head ? head.id : null, () => getRunFlow(head?.id ?? ''))
  if (!head) return null
  return (
    <Dialog
      open={open && (flow.data !== null || flow.error !== null)}
      onOpenChange={onOpenChange}
      title="Raise the budget and go on"
      description="What this run may spend in all. What is done so far is kept."
    >
      <BudgetForm head={head} budget={flow.data?.settings.budget ?? {}} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function BudgetForm({ head, budget, onDone }: { head: RunHead; budget: Budget; onDone: () => void }) {
  const spent = spentOf(head.usage, elapsedMs(head.startedAt, head.endedAt))
  // Calls and tokens are always offered; the others where the flow has set them.
  const shown = budgetFields.filter((field) => field === 'calls' || field === 'tokens' || budget[field] !== undefined)
  const [typed, setTyped] = useState(() => {
    const start = raised(budget, spent)
    return Object.fromEntries(shown.map((field) => [field, start[field] === undefined ? '' : String(start[field])]))
  })
  const [wrong, setWrong] = useState<BudgetField | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const read = readBudget(typed)
    if ('wrong' in read) return setWrong(read.wrong as BudgetField)
    setBusy(true)
    if (await tryAgain(head.id, { budget: read })) onDone()
    setBusy(false)
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3 pb-2">
      {shown.map((field) => (
        <div key={field} className="flex flex-col gap-1">
          <label htmlFor={`budget-${field}`} className="font-medium text-row">
            {budgetWords[field]}
          </label>
          <input
            id={`budget-${field}`}
            className="field figures"
            inputMode="decimal"
            value={typed[field] ?? ''}
            aria-invalid={wrong === field}
            aria-describedby={`budget-${field}-help`}
            onChange={(event) => {
              setWrong(null)
              setTyped({ ...typed, [field]: event.target.value })
            }}
          />
          <p id={`budget-${field}-help`} className={`text-meta ${wrong === field ? 'text-failed' : 'text-muted'}`}>
            {wrong === field
              ? 'Type a number that is not below 0, or leave it empty for no limit.'
              : `${spentWords(field, spent[field])} Empty: no limit.`}
          </p>
        </div>
      ))}
      <div className="mt-1 flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? 'Going on…' : 'Raise and go on'}
        </Button>
      </div>
    </form>
  )
}

function spentWords(field: BudgetField, spent: number | null): string {
  if (spent === null) return 'What was spent is not known.'
  return `${field === 'usd' ? `$${spent.toFixed(2)}` : count(Math.round(spent))} spent so far.`
}
