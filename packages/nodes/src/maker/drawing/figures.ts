import { isRecord } from '@quorum/engine'

/** What the drill-in draws from: the node's `detail` while it works, its record once it has ended. */
export interface Figures {
  readonly step: number
  readonly steps: number
  readonly k: number
  readonly p: number
  readonly t: number
  readonly samples: number
  readonly votes: number
  readonly flagged: Readonly<Record<string, number>>
  readonly wrong: number | null
  readonly collisions: number
  readonly collisionsExpected: number
  readonly correlated: boolean
  readonly right: { readonly share: number; readonly low: number; readonly high: number } | null
  readonly longest: { readonly votes: number; readonly step: number }
  /** The contested steps that took the most responses, worst first. */
  readonly hardest: readonly { readonly step: number; readonly samples: number }[]
  /** openVotes[n]: steps not decided by their first n valid votes. */
  readonly openVotes: readonly number[]
  /** Chance that all steps come out right, by what was assumed. */
  readonly allRight: number
  readonly calibrated: { readonly n: number; readonly errors: number } | null
  /** Steps a mark of the field stands for. */
  readonly per: number
  readonly dots: string
}

/** Null for what is not the detail of a MAKER run, or before its lead is known. */
export function figuresIn(detail: unknown): Figures | null {
  if (!isRecord(detail)) return null
  const { dots } = detail
  const steps = numberIn(detail, 'steps')
  const k = numberIn(detail, 'k')
  if (steps === null || k === null || k < 1 || typeof dots !== 'string') return null
  const n = (name: string) => numberIn(detail, name) ?? 0
  const share = numberIn(detail, 'pHat')
  const calibrated = numberIn(detail.calibrated, 'n')
  return {
    step: n('step'),
    steps,
    k,
    p: n('p'),
    t: n('t'),
    samples: n('samples'),
    votes: n('votes'),
    flagged: numbersIn(detail.flagged),
    wrong: numberIn(detail, 'wrong'),
    collisions: n('collisions'),
    collisionsExpected: n('collisionsExpected'),
    correlated: detail.correlated === true,
    right: share === null ? null : { share, low: n('pLow'), high: n('pHigh') },
    longest: { votes: n('longestVote'), step: n('longestStep') },
    hardest: (Array.isArray(detail.hardest) ? detail.hardest : []).flatMap((one) => {
      const [step, samples] = [numberIn(one, 'step'), numberIn(one, 'samples')]
      return step === null || samples === null ? [] : [{ step, samples }]
    }),
    openVotes: Array.isArray(detail.openVotes) ? detail.openVotes.map(Number) : [],
    allRight: n('pFull'),
    calibrated: calibrated === null ? null : { n: calibrated, errors: numberIn(detail.calibrated, 'errors') ?? 0 },
    per: Math.max(1, n('per')),
    dots,
  }
}

const numberIn = (value: unknown, name: string): number | null =>
  isRecord(value) && typeof value[name] === 'number' ? value[name] : null

const numbersIn = (value: unknown): Readonly<Record<string, number>> =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, number] => Number.isFinite(entry[1])))
    : {}

/** Seen at a moment (ms): so many steps were decided. */
export interface Seen {
  readonly at: number
  readonly step: number
}

const WINDOW_MS = 15_000

/** The sightings of the last seconds, the new one with them; begins anew where the run has. */
export function sighted(before: readonly Seen[], now: Seen): readonly Seen[] {
  const last = before.at(-1)
  if (last && last.step === now.step && now.at - last.at < WINDOW_MS) return before
  if (last && now.step < last.step) return [now]
  return [...before.filter(({ at }) => now.at - at <= WINDOW_MS), now]
}

/** Steps a second over the sightings; null while there is nothing to go by. */
export function rateOf(seen: readonly Seen[]): number | null {
  const [first, last] = [seen[0], seen.at(-1)]
  if (!first || !last || last.at - first.at < 500 || last.step === first.step) return null
  return (1000 * (last.step - first.step)) / (last.at - first.at)
}

/** What the whole will have come to, if it goes on as it has. */
export const forecastOf = (soFar: number, { step, steps }: Pick<Figures, 'step' | 'steps'>): number | null =>
  step > 0 ? (soFar * Math.max(step, steps)) / step : null
