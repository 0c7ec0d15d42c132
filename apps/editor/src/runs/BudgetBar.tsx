import { useDocument } from '../document/documentStore.ts'
import { budgetFields, budgetWords, spentOf } from './budget.ts'
import { elapsedMs } from './figures.ts'
import { useMoment } from './moment.ts'
import type { RunHead } from './runStore.ts'
import { hasEnded } from './runStream.ts'
import { useNow } from './useNow.ts'

const amber = 0.8

/** How much of its budget the run has spent, of the limit it is nearest to. Nothing without a budget. */
export function BudgetBar({ head }: { head: RunHead }) {
  const budget = useDocument(({ flow }) => flow.settings.budget)
  const past = useMoment((moment) => moment.past)
  const now = useNow(past || !hasEnded(head.status))
  if (!budget) return null
  const spent = spentOf(head.usage, elapsedMs(head.startedAt, head.endedAt, now))
  const shares = budgetFields.flatMap((field) => {
    const [limit, used] = [budget[field], spent[field]]
    return limit === undefined || used === null ? [] : [{ field, share: limit > 0 ? used / limit : 1 }]
  })
  const nearest = shares.sort((a, b) => b.share - a.share)[0]
  if (!nearest) return null
  const percent = Math.min(100, Math.round(nearest.share * 100))
  const words = `${percent} % of the budget: ${budgetWords[nearest.field]}`
  return (
    <span className="flex items-center gap-1.5 text-row" title={words}>
      <span
        aria-hidden
        data-status={nearest.share >= 1 ? 'failed' : nearest.share >= amber ? 'waiting' : 'running'}
        className="block h-2 w-20 overflow-hidden rounded-full border border-line-strong"
      >
        <span className="bar-part block h-full bg-st" style={{ width: `${percent}%` }} />
      </span>
      <span className={nearest.share >= amber ? 'font-medium text-waiting' : 'text-muted'}>{percent} % of budget</span>
    </span>
  )
}
