import { useEffect } from 'react'
import type { Estimate } from '../api/types.ts'
import { inspectFlow } from '../canvas/uiStore.ts'
import { count, duration, elapsedMs, plural, tokensOf } from '../runs/figures.ts'
import type { RunHead } from '../runs/runStore.ts'
import { hasEnded } from '../runs/runStream.ts'
import { tellExpected } from './expected.ts'
import { money } from './priceWords.ts'
import { useEstimate } from './useEstimate.ts'
import { useFirst } from './useFirst.ts'

/** What the run has taken of what it was expected to take. The cards of its steps are told the same. */
export function SpendBar({ head }: { head: RunHead }) {
  // What was expected when it began: an estimate that has learnt from this very run says nothing of it.
  const estimate = useFirst(head.id, useEstimate(head.input ?? undefined), !hasEnded(head.status))
  useEffect(() => tellExpected(estimate?.perNode ?? {}), [estimate])
  if (!estimate || estimate.calls.max === 0 || head.replayOf !== null) return null
  const { calls } = head.usage
  // A bar that stays half full would say that something is still to come.
  const ended = hasEnded(head.status)
  const expected = Math.max(1, Math.round(estimate.calls.expected))
  const over = calls > estimate.calls.expected * 1.5
  return (
    <button
      type="button"
      className="flex items-center gap-1.5 rounded-control text-row hover:bg-surface-2"
      title={comparison(head, estimate)}
      onClick={inspectFlow}
    >
      {ended ? null : (
        <span aria-hidden className="block h-2 w-16 overflow-hidden rounded-full border border-line-strong">
          <span
            data-status={over ? 'waiting' : 'running'}
            className="bar-part block h-full bg-st"
            style={{ width: `${Math.min(100, (calls / expected) * 100)}%` }}
          />
        </span>
      )}
      <span className={over ? 'font-medium text-waiting' : 'text-muted'}>
        {ended ? `about ${plural(expected, 'call')} expected` : `${count(calls)} of about ${plural(expected, 'call')}`}
        {estimate.usd && estimate.usd.expected > 0 && head.usage.usd !== null
          ? ` · ${ended ? '' : `${money(head.usage.usd)} of `}${money(estimate.usd.expected)}`
          : ''}
      </span>
    </button>
  )
}

function comparison({ usage, startedAt, endedAt }: RunHead, { calls, tokens, usd, ms }: Estimate): string {
  const line = (what: string, spent: string, least: string, about: string, most: string) =>
    `${what}: ${spent}. Expected about ${about}, between ${least} and ${most}.`
  return [
    line(
      'Calls',
      count(usage.calls),
      count(Math.round(calls.min)),
      count(Math.round(calls.expected)),
      count(calls.max),
    ),
    line('Tokens', count(tokensOf(usage)), count(tokens.min), count(tokens.expected), count(tokens.max)),
    usd && usd.max > 0 && usage.usd !== null
      ? line('Money', money(usage.usd), money(usd.min), money(usd.expected), money(usd.max))
      : '',
    `Time: ${duration(elapsedMs(startedAt, endedAt))}. Expected about ${duration(ms.expected)}.`,
  ]
    .filter(Boolean)
    .join('\n')
}
