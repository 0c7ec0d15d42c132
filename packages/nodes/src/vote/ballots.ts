import { type Arrival, isRecord, textOf, type Value } from '@quorum/engine'
import type { Ballot, Election, Rule } from './election.ts'
import { fraction } from './fraction.ts'

/** One vote as it came in, before it is known whether it can be read. */
interface Cast {
  readonly voter: string
  readonly content: Value
}

/** Each live edge is a ballot, a list of ballots, or `{candidates?, ballots}`; each dead one an abstention (API.md, “What goes into vote”). */
export function ballotBox(arrivals: readonly Arrival[]): {
  readonly cast: readonly Cast[]
  readonly candidates: readonly Value[] | null
} {
  const cast: Cast[] = []
  let candidates: readonly Value[] | null = null
  for (const { title, signal } of arrivals) {
    if (!signal.live) {
      cast.push({ voter: title, content: null })
      continue
    }
    const { value } = signal
    const many = Array.isArray(value) ? value : isRecord(value) && Array.isArray(value.ballots) ? value.ballots : null
    if (isRecord(value) && many && Array.isArray(value.candidates))
      candidates = [...(candidates ?? []), ...value.candidates]
    if (!many) cast.push({ voter: title, content: value })
    else
      for (const [i, content] of (many as readonly Value[]).entries())
        cast.push({ voter: `${title} ${i + 1}`, content })
  }
  return { cast, candidates }
}

export interface Reading {
  readonly rule: Rule
  /** Fixed candidates; null: by first appearance. */
  readonly candidates: readonly Value[] | null
  readonly weights: Readonly<Record<string, number>>
}

/** Reads all ballots. What cannot be read is counted as invalid, never guessed. */
export function readElection(cast: readonly Cast[], { rule, candidates, weights }: Reading): Election {
  const known = new Candidates(candidates)
  const ballots: Ballot[] = []
  let [invalid, abstained] = [0, 0]
  for (const { voter, content } of cast) {
    const read = readBallot(content, voter, rule.ballot, known, weights)
    if (read === 'invalid') invalid += 1
    else if (read === 'abstained') abstained += 1
    else ballots.push(read)
  }
  return { candidates: known.values, ballots, invalid, abstained }
}

const keyOf = (value: Value) => (typeof value === 'object' ? JSON.stringify(value) : textOf(value).trim())

/** Candidates in their order, as they were given; a list that is not fixed grows by what ballots name. */
class Candidates {
  readonly values: Value[] = []
  readonly #indexes = new Map<string, number>()
  readonly #fixed: boolean
  constructor(given: readonly Value[] | null) {
    for (const value of given ?? []) this.#add(value)
    this.#fixed = given !== null
  }
  has(value: Value): boolean {
    return !this.#fixed || this.#indexes.has(keyOf(value))
  }
  indexOf(value: Value): number {
    return this.#indexes.get(keyOf(value)) ?? this.#add(value)
  }
  #add(value: Value): number {
    const key = keyOf(value)
    const known = this.#indexes.get(key)
    if (known !== undefined) return known
    this.#indexes.set(key, this.values.length)
    return this.values.push(value) - 1
  }
}

type Unread = 'invalid' | 'abstained'
const fields = ['choice', 'ranking', 'scores', 'approvals', 'approve'] as const

function readBallot(
  content: Value,
  title: string,
  wanted: Rule['ballot'],
  known: Candidates,
  weights: Readonly<Record<string, number>>,
): Ballot | Unread {
  if (isBlank(content)) return 'abstained'
  if (Array.isArray(content)) return 'invalid'
  const raw: Record<string, Value> = isRecord(content) ? (content as Record<string, Value>) : { choice: content }
  const { voter: name = null, weight: own = null } = raw
  const voter = isBlank(name) ? title : textOf(name)
  const weight = own ?? (Object.hasOwn(weights, voter) ? weights[voter] : 1)
  if (typeof weight !== 'number' || !Number.isFinite(weight) || weight < 0) return 'invalid'
  const given = fields.filter((field) => !isBlank(raw[field] ?? null))
  // An object without any of the fields: somebody who only signed abstains, anything else is not a ballot.
  if (given.length === 0) return Object.keys(raw).every((key) => signed.has(key)) ? 'abstained' : 'invalid'
  const form = formOf(raw, wanted)
  if (form === 'invalid' || form === 'abstained') return form
  const named = [
    ...(form.choice ?? []),
    ...(form.ranking ?? []),
    ...(form.approvals ?? []),
    ...Object.keys(form.scores ?? {}),
  ]
  const among = raw.among
  if (among !== undefined && !Array.isArray(among)) return 'invalid'
  const shown = among as readonly Value[] | undefined
  const mayBeNamed = (value: Value) => known.has(value) && (!shown || shown.some((one) => keyOf(one) === keyOf(value)))
  if (!named.every(mayBeNamed) || twice(form.ranking) || twice(form.approvals)) return 'invalid'
  const index = (value: Value) => known.indexOf(value)
  return {
    voter,
    weight: fraction(weight),
    ...(form.choice ? { choice: index(form.choice[0] ?? null) } : {}),
    ...(form.ranking ? { ranking: form.ranking.map(index) } : {}),
    ...(form.approvals ? { approvals: new Set(form.approvals.map(index)) } : {}),
    ...(form.scores
      ? { scores: new Map(Object.entries(form.scores).map(([key, value]) => [index(key), fraction(value)])) }
      : {}),
    ...(shown ? { among: new Set(shown.filter((one) => known.has(one)).map(index)) } : {}),
  }
}

const signed = new Set<string>([...fields, 'voter', 'weight', 'among'])
const isBlank = (value: Value) => value === null || (typeof value === 'string' && value.trim() === '')
const twice = (list: readonly Value[] | undefined) => list !== undefined && new Set(list.map(keyOf)).size < list.length

interface Form {
  readonly choice?: readonly Value[]
  readonly ranking?: readonly Value[]
  readonly approvals?: readonly Value[]
  readonly scores?: Readonly<Record<string, number>>
}

/** What the rule can use of a ballot. A choice is a ranking of one and an approval of one; nothing else is converted. */
function formOf(raw: Record<string, Value>, wanted: Rule['ballot']): Form | Unread {
  const { ranking, approvals, scores, approve } = raw
  if (!isBlank(approve ?? null) && typeof approve !== 'boolean') return 'invalid'
  const choice = typeof approve === 'boolean' ? (approve ? 'approve' : 'reject') : (raw.choice ?? null)
  const numbers = scoresOf(scores)
  if (numbers === 'invalid' && wanted === 'scores') return 'invalid'
  const extra = typeof numbers === 'object' && wanted !== 'scores' ? { scores: numbers } : {}
  const list = (value: Value | undefined): readonly Value[] | Unread => {
    if (value === undefined || value === null) return isBlank(choice) ? 'invalid' : [choice]
    return Array.isArray(value) && !value.some(isBlank) ? (value as readonly Value[]) : 'invalid'
  }
  if (wanted === 'scores') return typeof numbers === 'object' ? { scores: numbers } : numbers
  if (wanted === 'choice') {
    if (!isBlank(choice)) return { choice: [choice], ...extra }
    const named = list(ranking)
    return typeof named === 'string' || named.length === 0
      ? 'invalid'
      : { choice: [named[0] ?? null], ranking: named, ...extra }
  }
  const named = list(wanted === 'ranking' ? ranking : approvals)
  if (typeof named === 'string') return named
  if (wanted === 'approvals') return { approvals: named, ...extra }
  return named.length === 0 ? 'abstained' : { ranking: named, ...extra }
}

function scoresOf(scores: Value | undefined): Record<string, number> | Unread {
  if (scores === undefined || scores === null) return 'invalid'
  if (!isRecord(scores)) return 'invalid'
  const entries = Object.entries(scores).filter(([, value]) => value !== null)
  if (entries.length === 0) return 'abstained'
  if (!entries.every(([, value]) => typeof value === 'number' && Number.isFinite(value))) return 'invalid'
  return Object.fromEntries(entries) as Record<string, number>
}
