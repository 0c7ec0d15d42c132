import {
  completed,
  evaluate,
  failed,
  isRecord,
  type LeapAt,
  type NodeBehaviour,
  type NodeInput,
  StepFailure,
  textOf,
  type Value,
} from '@quorum/engine'
import { message } from '../ask.ts'
import { asValue, fromPiece } from '../pattern/json.ts'
import { sameKey } from '../pattern/sameness.ts'
import type { Params } from './definition.ts'
import { detailOf, reportOf } from './detail.ts'
import { errsOf, instant, leapSteps, type Page } from './leap.ts'
import { leastMargin, wilson } from './maths/margin.ts'
import { ownStepRole, roleOf } from './practice.ts'
import type { Answer } from './problems/problem.ts'
import { problemOf } from './problems/problems.ts'
import { count, flag, fresh, type MakerState, mark, thawed } from './state.ts'
import type { Response, StepBallot } from './stepVote.ts'

/** Known steps are numbered apart from those of the run, so that they are drawn apart. */
const PROBES_FROM = 2 ** 40
/** How far into a task known steps are taken from. */
const PROBES_WITHIN = 4_096

/** A field of the input that goes before the setting of the same name. */
function numberIn(given: Readonly<Record<string, Value>>, name: string, fits: (n: number) => boolean, means: string) {
  const value = given[name]
  if (value === undefined || value === null || value === '') return undefined
  const number = typeof value === 'number' ? value : Number(textOf(value))
  if (fits(number)) return number
  throw new StepFailure('invalid-input', `“${name}” must be ${means}, not ${JSON.stringify(value)}.`)
}

export const runBegin: NodeBehaviour<Params> = {
  inTurn(params, { ports, seed }) {
    const initial = ports.initial ?? null
    const given = isRecord(initial) ? (initial as Readonly<Record<string, Value>>) : {}
    const share = (n: number) => n > 0 && n <= 1
    const p = numberIn(given, 'p', share, 'above 0 and at most 1') ?? params.p
    const v = numberIn(given, 'v', share, 'above 0 and at most 1') ?? 1
    const t = numberIn(given, 't', (n) => n > 0 && n < 1, 'between 0 and 1') ?? params.t
    const k =
      given.k === 'auto' || given.k === undefined || given.k === ''
        ? given.k === 'auto'
          ? 'auto'
          : params.k
        : (numberIn(given, 'k', (n) => Number.isInteger(n) && n >= 1, '“auto” or a whole number from 1') ?? params.k)
    const own = numberIn(given, 'seed', Number.isInteger, 'a whole number')
    const problem = problemOf(params.task)
    const most = typeof ports.steps === 'number' ? Math.max(0, Math.trunc(ports.steps)) : params.steps
    const start = problem?.start(given) ?? { state: initial, steps: most }
    const measured = k === 'auto' && p === undefined && problem !== undefined
    const setup = fresh({
      problem: problem?.id ?? null,
      ...start,
      k: k === 'auto' ? 0 : k,
      p: p ?? 0.99,
      known: p !== undefined,
      v,
      t,
      seed: own ?? seed,
    })
    const known = measured ? probes(setup, params.calibrate) : []
    return completed({ state: asValue(setup), known })
  },
}

/** States the task runs through, whose right answer is known. */
function probes(setup: MakerState, wanted: number): Value[] {
  const problem = problemOf(setup.problem ?? '')
  if (!problem) return []
  const within = Math.min(setup.steps, PROBES_WITHIN)
  const machine = problem.machine(setup.state)
  const items: Value[] = []
  const every = Math.max(1, Math.floor(within / wanted))
  for (let step = 0; step < within && items.length < wanted; step++) {
    if (step % every === 0) items.push(machine.state())
    machine.take(0)
  }
  // A short task has fewer steps than calls are wanted: they are asked several times.
  return Array.from({ length: items.length === 0 ? 0 : wanted }, (_, i) =>
    asValue({ ...setup, state: items[i % items.length] ?? null, step: PROBES_FROM + i }),
  )
}

export const runMargin: NodeBehaviour<Params> = {
  inTurn(_, { ports }) {
    const state = fromPiece<MakerState>(ports.state)
    const outcomes = fromPiece<readonly { status: string; value?: Value }[]>(ports.outcomes)
    const problem = problemOf(state.problem ?? '')
    if (state.k > 0) return completed({ state: asValue(state) })
    let at: MakerState = state
    if (!state.known && problem && outcomes.length > 0) {
      const answers = outcomes.map(({ value }) => fromPiece<Response | null>(value ?? null))
      const n = answers.length
      // A flagged response is no vote: the error is counted among those that would have been.
      const valid = answers.flatMap((one) => (one !== null && 'answer' in one ? [one] : []))
      if (valid.length === 0)
        return failed(
          'no-valid-response',
          `None of the ${n} calibration answers had the right form. Look at one of them, or try another model.`,
        )
      const errors = valid.filter((one) => !(one as { right?: boolean }).right).length
      const upper = wilson(errors, valid.length).high
      at = { ...state, p: 1 - upper, v: Math.max(valid.length / n, 1 / n), calibrated: { n, errors, upper } }
    }
    const margin = leastMargin(at.p, at.steps, at.t)
    if (margin.k === null)
      return failed(
        'no-margin',
        `Voting cannot reach the target. ${margin.why} Try a stronger model, or set k yourself.`,
      )
    return completed({ state: asValue({ ...at, k: margin.k }) })
  },
}

/** Characters that no token of an ordinary text exceeds: for providers that do not count. */
const longestToken = 8

export const runAsk: NodeBehaviour<Params> = {
  async task(ctx, params, input) {
    const at = fromPiece<MakerState>(input.value)
    const sample = at.step >= PROBES_FROM ? 0 : Number(input.names.index ?? 0)
    const problem = problemOf(at.problem ?? '')
    const names = { ...input.names, state: at.state, step: at.step + 1 }
    const stronger = params.escalate !== undefined && params.escalate !== '' && sample >= params.escalateAfter
    const [model = ''] = await ctx.render([(stronger ? params.escalate : params.model) ?? ''], names)
    const asked = problem?.prompt(at.state) ?? (await ownPrompt(ctx.render, params, names))
    const answer = await ctx.ask({
      model: model.trim() || undefined,
      messages: [...message('system', asked.system), { role: 'user', content: asked.user }],
      temperature: sample === 0 ? params.temperatureFirst : params.temperatureRest,
      maxOutputTokens: params.maxOutputTokens,
      role: problem
        ? roleOf({
            problem: problem.id,
            state: at.state,
            step: at.step + 1,
            sample,
            attempt: ctx.attempt,
            p: at.p,
            v: at.v,
            known: at.known,
            seed: at.seed,
          })
        : ownStepRole,
    })
    const said: Response =
      answer.usage.outputTokens >= params.maxOutputTokens || answer.text.length > longestToken * params.maxOutputTokens
        ? { flag: 'too-long' }
        : checked(params, at, problem ? problem.read(answer.text, at.state) : readOwn(answer.text))
    const right =
      problem && at.step >= PROBES_FROM && 'answer' in said
        ? {
            right:
              sameKey(asValue(said.answer), params.equivalence) ===
              sameKey(asValue(problem.answer(at.state, 0)), params.equivalence),
          }
        : {}
    return completed({ out: asValue({ ...said, ...right }) })
  },
}

async function ownPrompt(
  render: (texts: readonly string[], names: NodeInput['names']) => Promise<readonly string[]>,
  { strategy, prompt }: Params,
  names: NodeInput['names'],
) {
  const [system = '', user = ''] = await render([strategy, prompt], names)
  return { system: `${system}\n${ownForm}`, user }
}

const ownForm = 'Answer with one JSON object and nothing after it: {"action": <what is done>, "state": <what is then>}'

/** The last JSON object of the text, with exactly these two fields: what is not as asked is thrown away, not mended. */
function readOwn(text: string): Answer | null {
  const from = text.indexOf('{')
  const to = text.lastIndexOf('}')
  try {
    const value: unknown = JSON.parse(text.slice(from, to + 1))
    if (!isRecord(value) || value.action === undefined || value.state === undefined) return null
    return Object.keys(value).length === 2 ? { action: value.action as Value, state: value.state as Value } : null
  } catch {
    return null
  }
}

function checked({ validate }: Params, { state }: MakerState, answer: Answer | null): Response {
  if (answer === null) return { flag: 'wrong-format' }
  if (validate !== undefined && !evaluate(validate, { action: answer.action, next: answer.state, state }))
    return { flag: 'not-valid' }
  return { answer }
}

export const runDecide: NodeBehaviour<Params> = {
  inTurn({ until }, { ports }) {
    const at = thawed(ports.state ?? null)
    const ballot = fromPiece<StepBallot>(ports.ballot)
    flag(at, ballot.flagged)
    const { answer, without, tally, casts } = ballot
    const step = at.step + 1
    if (answer === null) {
      at.samples += ballot.samples
      at.votes += ballot.votes
      mark(at, 'f')
      at.failed = { step, tally, reason: without ?? 'undecided' }
      return completed({
        state: asValue(at),
        trail: asValue({ step, action: null, tally, flagged: ballot.flagged, casts }),
      })
    }
    const problem = problemOf(at.problem ?? '')
    const right = problem
      ? sameKey(asValue(answer), 'canonical') === sameKey(asValue(problem.answer(at.state, 0)), 'canonical')
      : null
    const { samples, votes, agreed, collided } = ballot
    count(at, { samples, votes, agreed, collided, right })
    at.state = answer.state
    if (until !== undefined && evaluate(until, { state: at.state, round: step })) at.done = true
    return completed({
      state: asValue(at),
      trail: asValue({ step, action: answer.action, tally, flagged: ballot.flagged, casts }),
    })
  },
}

/** One entry of the trail: a step decided by its own calls, or a page of a leap. */
type Entry = { readonly step: number; readonly action: Value } | Page

export const runClose: NodeBehaviour<Params> = {
  inTurn(_, { ports }) {
    const at = fromPiece<MakerState>(ports.state)
    const problem = problemOf(at.problem ?? '')
    const solved =
      at.failed === null && at.done && at.wrong !== null
        ? at.wrong === 0 && (problem?.reached(at.state) ?? true)
        : at.failed === null && at.done
    const report = reportOf(at, solved)
    const record = {
      ...fromPiece<Record<string, Value>>(detailOf(at)),
      ...report,
      flaggedBy: at.flagged,
      flagged: at.flagged,
    }
    if (at.failed !== null) {
      const { step, reason } = at.failed
      const message = `Step ${step} could not be decided: ${reasons[reason] ?? reason} ${at.step} steps before it are decided and kept.`
      return completed({ failed: asValue({ ...at.failed, message, report }), record: asValue(record) })
    }
    return completed({
      actions: actionsOf(ports.trail ?? null, at),
      final: at.state,
      report: asValue(report),
      record: asValue(record),
    })
  },
}

const reasons: Readonly<Record<string, string>> = {
  undecided: 'no answer came far enough ahead within the votes allowed.',
  'no-valid-response': 'every answer was red-flagged.',
}

/** In order; of a long run only where they are kept: a million actions are no value to send along an edge. */
function actionsOf(trail: Value, { step, problem: id }: MakerState): Value {
  if (!Array.isArray(trail)) return { count: step, kept: trail }
  const problem = problemOf(id ?? '')
  return fromPiece<readonly Entry[]>(trail).flatMap((entry): Value[] => {
    if ('step' in entry) return [entry.action]
    const { actions } = entry
    const width = problem?.width ?? 1
    return Array.from(
      { length: actions.length / width },
      (_, i) => problem?.unpack(actions.slice(i * width, (i + 1) * width)) ?? null,
    )
  })
}

const DEFAULT_MODEL = 'simulated/standard'

export const runSteps: NodeBehaviour<Params> = {
  leap(params, at: LeapAt) {
    const model = at.model.override ?? (params.model || at.model.fallback || DEFAULT_MODEL)
    const plain = params.validate === undefined && params.until === undefined && !params.escalate
    return plain && instant(model) ? leapSteps(at.state, at, params, errsOf(model)) : null
  },
}
