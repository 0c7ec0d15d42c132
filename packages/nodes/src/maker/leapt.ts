import type { LeaptRound, Value } from '@quorum/engine'
import { asValue, fromPiece } from '../pattern/json.ts'
import type { Page } from './leap.ts'
import { type Draw, drawer, flagNames } from './practice.ts'
import type { Machine, Problem } from './problems/problem.ts'
import { problemOf } from './problems/problems.ts'
import { StepRace } from './stepRace.ts'
import { type Cast, namesOf } from './stepVote.ts'

/** Steps of a page one by one, with every response: what is not in the log follows from the seed that is. */
export function leaptSteps(given: Value, from: number, to: number): readonly LeaptRound[] {
  const page = fromPiece<Page>(given)
  const problem = problemOf(page.start?.problem ?? '')
  if (!problem) return []
  const machine = problem.machine(page.start.state)
  const draw = drawer(page.errs, machine.wrongs)
  const race = new StepRace(draw, page.start)
  const steps = Math.min(to, page.actions.length / problem.width)
  const told: LeaptRound[] = []
  for (let at = 0; at < steps; at++) {
    const step = page.from + at + 1
    race.run(step)
    if (at >= from) told.push(tell(problem, machine, step, race, draw))
    else machine.take(race.winner)
  }
  return told
}

function tell(
  problem: Problem,
  machine: Machine,
  step: number,
  race: StepRace,
  draw: (step: number, sample: number) => Draw,
): LeaptRound {
  const input = machine.state()
  const draws = Array.from({ length: race.samples }, (_, sample) => draw(step, sample))
  const drawn = [...new Set(draws.filter((one) => one >= 0))]
  const names = namesOf(new Map(drawn.map((one) => [one, problem.answer(input, one).action])))
  const name = (one: Draw) => names.get(one) ?? ''
  const tally: Record<string, number> = {}
  const flagged: Record<string, number> = {}
  const casts = draws.map((one): Cast => {
    const reason = flagNames[one]
    if (reason === undefined) tally[name(one)] = (tally[name(one)] ?? 0) + 1
    else flagged[reason] = (flagged[reason] ?? 0) + 1
    return reason === undefined ? { vote: name(one) } : { flag: reason }
  })
  const { action } = problem.answer(input, race.winner)
  machine.take(race.winner)
  return { input, output: machine.state(), record: asValue({ step, action, tally, flagged, casts }) }
}
