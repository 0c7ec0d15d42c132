import { drawer, type Errs, StepRace } from '@quorum/nodes/maker'
import { n, quick, say, steps, within } from './lines.ts'
import { failsAgainst } from './oracle.ts'

/** B9: solve rates of small towers. */
export function solveRates(): void {
  const runs = quick ? 500 : 2_000
  for (const [p, k, expected] of [
    [0.8, 8, 0.985],
    [0.85, 6, 0.97],
    [0.85, 5, 0.839],
    [0.9, 4, 0.856],
    [0.9, 3, 0.246],
  ] as const) {
    let solved = 0
    for (let seed = 1; seed <= runs; seed++) {
      const race = new StepRace(drawer({ p, v: 1, seed }, 2), { k, maxVotes: 1_000, maxFlagged: 10 })
      let step = 1
      while (step <= 1_023 && race.run(step) && race.winner === 0) step++
      if (step > 1_023) solved++
    }
    const spread = Math.sqrt((expected * (1 - expected)) / runs)
    say(
      'B9',
      `10 disks, p ${p}, k ${k}: solved`,
      (solved / runs).toFixed(3),
      `${expected} ± ${(3 * spread).toFixed(3)}`,
      within(solved / runs, expected, 3 * spread + 0.0005),
    )
  }
}

/** B10: one step at which a wrong answer is likelier than the right one. */
export function badStep(): void {
  const trials = quick ? 2_000 : 20_000
  for (const [wrongs, k, expected] of [
    [1, 3, 0.771],
    [1, 6, 0.919],
    [1, 12, 0.992],
    [2, 3, failsAgainst(0.4, 3)],
    [2, 6, failsAgainst(0.4, 6)],
    [2, 12, failsAgainst(0.4, 12)],
  ] as const) {
    let failed = 0
    const draw = drawer({ p: 0.4, v: 1, seed: k }, 1)
    const split = drawer({ p: 0.5, v: 1, seed: 1_000 + k }, 1)
    // The wrong answers share the rest evenly: a second draw says which.
    const mixed = (step: number, sample: number) =>
      draw(step, sample) === 0 ? 0 : wrongs === 1 ? 1 : 1 + split(step, sample)
    const race = new StepRace(mixed, { k, maxVotes: 100_000, maxFlagged: 10 })
    for (let step = 1; step <= trials; step++) if (!race.run(step) || race.winner !== 0) failed++
    const spread = Math.sqrt((expected * (1 - expected)) / trials)
    // What the specification gives is rounded.
    const by = 3 * spread + 0.0005
    say(
      'B10',
      `p .4, ${wrongs === 1 ? 'one wrong answer' : 'two equal wrong ones'}, k ${k}: step fails`,
      (failed / trials).toFixed(3),
      `${expected.toFixed(3)} ± ${by.toFixed(3)}`,
      within(failed / trials, expected, by),
    )
  }
}

/** B11: fixed majority of 5 and first to 3, on the same draws as ahead by k. */
export function otherRules(): void {
  const errs: Errs = { p: 0.99, v: 1, seed: 1 }
  const draw = drawer(errs, 2)
  let [majority, first, firstVotes] = [0, 0, 0]
  for (let step = 1; step <= steps; step++) {
    let [right, wrong] = [0, 0]
    for (let i = 0; i < 5; i++) draw(step, i) === 0 ? right++ : wrong++
    if (wrong > right) majority++
    let [forIt, against] = [0, 0]
    while (forIt < 3 && against < 3) draw(step, forIt + against) === 0 ? forIt++ : against++
    if (against === 3) first++
    firstVotes += forIt + against
  }
  const expected = 9.85e-6 * steps
  say(
    'B11',
    'p .99, majority of 5 (5 calls a step): wrong decisions',
    n(majority),
    `${expected.toFixed(1)}, ahead by 4: 0.011`,
    within(majority, expected, 5 * Math.sqrt(expected)),
  )
  say(
    'B11',
    'first to 3 on the same draws',
    `${n(first)} wrong, ${(firstVotes / steps).toFixed(3)} votes a step`,
    'as many as majority of 5',
    first === majority,
  )
}
