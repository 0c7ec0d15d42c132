import type { Leap, LeapAt, Usage, Value } from '@quorum/engine'
import { drawer, type Errs, flagNames } from './practice.ts'
import { problemOf } from './problems/problems.ts'
import { count, type MakerState, thawed } from './state.ts'
import { type RaceLimits, StepRace } from './stepRace.ts'
import { estimatedTokens } from './tokens.ts'

/** Steps of one leap: some milliseconds of work, and one event of some ten kilobytes. */
const STEPS = 2_048

/**
 * What a leap leaves on record of each step it decided: the actions in short (see `Problem.unpack`), the number of
 * responses it took as one letter (`0` = k, `1` = k + 1, …; `z` and above see `open`), and for each step that was not
 * decided by its first k responses its tally: [place in the page, votes of the winner, votes of the others, flagged].
 */
export interface Page {
  readonly from: number
  /** Where the first of them began, and how the model errs: what tells its responses one by one again. */
  readonly start: { readonly problem: string; readonly state: Value } & RaceLimits
  readonly errs: Errs
  readonly actions: string
  readonly open: readonly (readonly [at: number, winner: number, others: number, flagged: number])[]
}

/** Does this model answer at once and by its seed alone? Then nothing is gained by asking it one call at a time. */
export function instant(model: string): boolean {
  if (model.split('?', 1)[0] !== 'simulated/fast') return false
  return [...queryOf(model).keys()].every((key) => key === 'noise' || key === 'malformedRate')
}

/** The parameters of a model id: names and numbers, so nothing is escaped in them. */
function queryOf(model: string): Map<string, string> {
  const query = model.split('?', 2)[1] ?? ''
  return new Map(query.split('&').flatMap((part) => (part === '' ? [] : [part.split('=', 2) as [string, string]])))
}

/** How such a model errs by its own settings. */
export function errsOf(model: string): Pick<Errs, 'p' | 'v'> {
  const query = queryOf(model)
  return { p: 1 - Number(query.get('noise') ?? 0), v: 1 - Number(query.get('malformedRate') ?? 0) }
}

type Limits = Omit<RaceLimits, 'k'>

/**
 * Decides the next steps of a built-in problem with an instant practice model: the same draws, votes and decisions as if
 * every response had been a call of its own. It stops before a step that cannot be decided or that the budget does not
 * allow, and leaves that to the ordinary way, so that it fails as any other would.
 */
export function leapSteps(
  given: Value,
  { calls }: Pick<LeapAt, 'calls'>,
  limits: Limits,
  errs: Pick<Errs, 'p' | 'v'> = { p: 1, v: 1 },
  steps = STEPS,
): Leap | null {
  const at = thawed(given)
  const problem = problemOf(at.problem ?? '')
  if (!problem || at.done) return null
  const machine = problem.machine(at.state)
  // Where p is not given it was measured, and the model errs as it did then: on what it says itself.
  const { p, v, seed } = at.known ? at : { ...at, ...errs }
  const { maxVotes, maxFlagged } = limits
  const start = { problem: problem.id, state: at.state, k: at.k, maxVotes, maxFlagged }
  const draw = drawer({ p, v, seed }, machine.wrongs)
  const from = at.step
  const before = at.samples
  const race = new StepRace(draw, { ...limits, k: at.k })
  let actions = ''
  const open: [number, number, number, number][] = []
  while (!at.done && at.step - from < steps) {
    const step = at.step + 1
    if (!race.run(step) || at.samples - before + race.samples > calls) break
    for (let i = 0; i < race.flags.length; i++) {
      const reason = flagNames[race.flags[i] ?? 0] ?? 'wrong-format'
      at.flagged[reason] = (at.flagged[reason] ?? 0) + 1
    }
    if (race.samples > at.k) open.push([at.step - from, race.most, race.votes - race.most, race.flags.length])
    actions += machine.take(race.winner)
    count(at, {
      samples: race.samples,
      votes: race.votes,
      agreed: race.most,
      collided: race.first !== race.winner && race.second !== race.winner && race.votes > 1,
      right: race.winner === 0,
    })
  }
  if (at.step === from) return null
  at.state = machine.state()
  const page: Page = { from, start, errs: { p, v, seed }, actions, open }
  return {
    rounds: at.step - from,
    state: at as unknown as Value,
    page: page as unknown as Value,
    usage: usageOf(at, at.samples - before),
  }
}

function usageOf(at: MakerState, calls: number): Usage {
  const { input, output } = estimatedTokens(at.problem ?? '', at.state)
  return { calls, inputTokens: calls * input, outputTokens: calls * output, usd: 0, simulated: true }
}
