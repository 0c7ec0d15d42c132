import type { Flow } from '@quorum/engine'
import type { Assumption, Estimate } from '../api/types.ts'
import { dispatch } from '../document/documentStore.ts'

/** Shares are shown in per cent, times in seconds. */
const shownAs = { share: 100, ms: 0.001, tokens: 1, items: 1, rounds: 1, calls: 1 } as const

export const toShown = (unit: Assumption['unit'], value: number): number => tidy(value * shownAs[unit])
export const fromShown = (unit: Assumption['unit'], value: number): number => tidy(value / shownAs[unit])

const tidy = (n: number): number => (Math.abs(n) >= 100 ? Math.round(n) : Number(n.toPrecision(3)))

const names: Readonly<Record<string, string>> = {
  answerTokens: 'Tokens in an answer',
  inputTokens: 'Tokens in a prompt',
  insertedTokens: 'Tokens of a value filled in',
  callMs: 'Seconds a call takes',
  failures: 'Calls that fail (%)',
  items: 'Items',
  repeat: 'Goes on after a round (%)',
  late: 'Answers that come late (%)',
  calls: 'Calls of models',
}

/** What a figure is called, without the step it belongs to: "Goes by “pass” (%)". */
export function labelOf({ name, id }: Pick<Assumption, 'name' | 'id'>): string {
  if (name === 'way') return `Goes by “${id.split(':').slice(2).join(':')}” (%)`
  return names[name] ?? name
}

export const sourceWords = ({ source }: Pick<Assumption, 'source'>): string =>
  ({ default: 'Nothing is known of it yet.', history: 'As in earlier runs.', given: 'Set by you. Empty: as assumed.' })[
    source
  ]

/** Sets a figure of the flow, or takes it back. */
export function assume(flow: Flow, id: string, value: number | undefined): void {
  const { [id]: _old, ...rest } = flow.settings.assumptions ?? {}
  const assumptions = value === undefined ? rest : { ...rest, [id]: value }
  dispatch({
    type: 'setSettings',
    settings: { assumptions: Object.keys(assumptions).length === 0 ? undefined : assumptions },
  })
}

const ofEveryAsker = ['answerTokens', 'callMs', 'failures'] as const

/** The figures that may be set for one step: its own, and what holds for all where it asks models by itself. */
export function assumedFor(nodeId: string, { assumptions, perNode }: Estimate, asks: boolean): readonly Assumption[] {
  const own = assumptions.filter((one) => one.nodeId === nodeId && one.editable)
  if (!asks || (perNode[nodeId]?.calls.max ?? 0) === 0) return own
  const shared = ofEveryAsker.flatMap((name): Assumption[] => {
    if (own.some((one) => one.name === name)) return []
    const general = assumptions.find((one) => one.id === name)
    return general ? [{ ...general, id: `${name}:${nodeId}`, nodeId, source: 'default' }] : []
  })
  return [...own, ...shared]
}
