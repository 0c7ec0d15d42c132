import { completed, failed, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import type { WorkItem } from '../pattern/body.ts'
import { asValue, fromPiece, namedOutcomes, type PartOutcome, reasonsOf } from '../pattern/json.ts'
import { grouped, normalized } from '../pattern/judging.ts'
import type { assignParams, chooseParams, combineParams, settleParams, splitParams } from './pieces.ts'
import { split } from './split.ts'

type Part = {
  readonly job: Value
  /** Who has it, from 1. */
  readonly replica: number
  readonly tries: number
  readonly result?: Value
  readonly error?: { readonly code: string; readonly message: string }
}
type State = {
  readonly list: boolean
  readonly parts: readonly Part[]
  /** Who is primary, from 1, and since which failover: a number that only grows, so that an old primary is known as one. */
  readonly primary: number
  readonly fence: number
  readonly failovers: number
  readonly done: boolean
}

const runSplit: NodeBehaviour<z.infer<typeof splitParams>> = {
  inTurn({ replicas, split: how, partSize }, { value }) {
    const jobs = split(value, how, replicas, partSize)
    const parts = jobs.map((job, i): Part => ({ job, replica: (i % replicas) + 1, tries: 0 }))
    const state: State = {
      list: Array.isArray(value),
      parts,
      primary: 1,
      fence: 1,
      failovers: 0,
      done: jobs.length === 0,
    }
    return completed({ state: asValue(state) })
  },
}

const isOpen = ({ result, error }: Part): boolean => result === undefined && error === undefined
/** Places of the parts that are at work in this round. */
const working = ({ parts }: State, standby: boolean): number[] => {
  const open = parts.flatMap((part, i) => (isOpen(part) ? [i] : []))
  return standby ? open.slice(0, 1) : open
}

const runAssign: NodeBehaviour<z.infer<typeof assignParams>> = {
  inTurn({ standby, model, system }, { value }) {
    const state = fromPiece<State>(value)
    const items = working(state, standby).map((place): WorkItem => {
      const { job, replica } = state.parts[place] as Part
      const who = standby ? `You are replica ${state.primary}, the primary.` : `You are replica ${replica}.`
      const which = state.parts.length > 1 ? `This is part ${place + 1} of ${state.parts.length}.` : ''
      return { model, system: `${system}\n\n${who} ${which}`.trim(), prompt: textOf(job) }
    })
    return completed({ items, state: value })
  },
}

const runSettle: NodeBehaviour<z.infer<typeof settleParams>> = {
  inTurn({ standby, replicas, respawn }, { ports }) {
    const state = fromPiece<State>(ports.state)
    const places = working(state, standby)
    const outcomes = namedOutcomes(ports.outcomes, places.map(String))
    const most = respawn ? replicas : 1
    const parts = [...state.parts]
    let { primary, fence, failovers } = state
    for (const [i, place] of places.entries()) {
      const part = parts[place] as Part
      const { status, value = null, error } = outcomes[i] as PartOutcome
      const tries = part.tries + 1
      const by = standby ? primary : part.replica
      if (status === 'ok') parts[place] = { ...part, replica: by, tries, result: value }
      else if (tries >= most)
        parts[place] = { ...part, replica: by, tries, error: error ?? { code: 'failed', message: 'It failed.' } }
      else {
        failovers++
        if (standby) {
          primary = (primary % replicas) + 1
          fence++
        }
        parts[place] = { ...part, tries, replica: (part.replica % replicas) + 1 }
      }
    }
    // A lost part cannot be made good, so what is still open is not begun.
    const lost = parts.some(({ error }) => error)
    const next: State = { ...state, parts, primary, fence, failovers, done: lost || !parts.some(isOpen) }
    return completed({ state: asValue(next) }, recordOf(next))
  },
}

const runCombine: NodeBehaviour<z.infer<typeof combineParams>> = {
  inTurn({ combine }, { value }) {
    const { parts, list } = fromPiece<State>(value)
    const lost = parts.findIndex(({ error }) => error)
    if (lost >= 0)
      return failed(
        'part-failed',
        `Part ${lost + 1} of ${parts.length} was given up after ${parts[lost]?.tries} tries: ${parts[lost]?.error?.message}`,
      )
    const results = parts.map(({ result = null }) => result)
    if (combine === 'agent')
      return completed({ prompt: results.map((one, i) => `## Part ${i + 1}\n${textOf(one)}`).join('\n\n') })
    return completed({ out: list ? results.flat() : results.map(textOf).join('\n\n') })
  },
}

const recordOf = ({ parts, primary, failovers }: State): Value => ({
  primary,
  failovers,
  parts: parts.length,
  letters: parts
    .slice(0, 200)
    .map((part) => (part.error ? 'f' : part.result === undefined ? 'q' : 'c'))
    .join(''),
})

const runClose: NodeBehaviour = {
  inTurn(_, { value }) {
    const state = fromPiece<State>(value)
    const parts = state.parts.map(({ replica, tries, result, error }) => ({
      replica: `replica-${replica}`,
      tries,
      ...(error ? { status: 'failed', error } : { status: 'ok', value: result ?? null }),
    }))
    return completed({
      parts: asValue(parts),
      primary: `replica-${state.primary}`,
      failovers: state.failovers,
      record: recordOf(state),
    })
  },
}

const runChoose: NodeBehaviour<z.infer<typeof chooseParams>> = {
  inTurn({ race }, { ports }) {
    const outcomes = fromPiece<readonly PartOutcome[]>(ports.outcomes)
    const answers = outcomes.map(({ status, value = null }) => (status === 'ok' ? value : null))
    const groups = grouped(answers, normalized)
    const winner = groups[0]
    const record = {
      votes: groups.map(({ value, members }) => ({
        value,
        members: members.map((place) => outcomes[place]?.name ?? ''),
      })),
      letters: outcomes.map(({ status }) => (status === 'ok' ? 'c' : status === 'skipped' ? 'x' : 'f')).join(''),
    }
    if (!winner) return failed('all-failed', `No replica gave an answer. ${reasonsOf(outcomes)}`)
    const said = ({ value, members }: (typeof groups)[number]) =>
      `“${textOf(value).slice(0, 60)}” (${members.map((place) => outcomes[place]?.name).join(', ')})`
    const valid = answers.filter((answer) => answer !== null).length
    if (!race && winner.members.length * 2 <= valid)
      return failed(
        'no-majority',
        `${valid} versions gave ${groups.length} different answers: ${groups.map(said).join('; ')}.`,
      )
    const primary = `replica-${(winner.members[0] ?? 0) + 1}`
    return completed({ result: winner.value, parts: asValue(outcomes), primary, failovers: 0, record: asValue(record) })
  },
}

export const runners = {
  'primary-replica': {},
  'primary-replica-split': runSplit,
  'primary-replica-assign': runAssign,
  'primary-replica-settle': runSettle,
  'primary-replica-combine': runCombine,
  'primary-replica-close': runClose,
  'primary-replica-choose': runChoose,
}
