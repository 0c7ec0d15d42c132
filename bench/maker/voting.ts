import { allRight, callsOf, drawer, StepRace } from '@quorum/nodes/maker'
import { limits, n, say, steps, within } from './lines.ts'
import { tower } from './tower.ts'

/** B2–B8 and the forecasts of B14. */
export function votingModule(): void {
  const b1 = tower(20, { p: 0.9978 }).end
  const [after3 = 0, after5 = 0, after7 = 0] = [b1.openVotes[3], b1.openVotes[5], b1.openVotes[7]]
  say(
    'B2',
    'undecided after 3, 5, 7 votes',
    [after3, after5, after7].map((one) => n(one ?? 0)).join(', '),
    '6,905, 45.5, 0.3',
    within(after3, 6_905, 5 * Math.sqrt(6_905)) && within(after5, 45.5, 5 * Math.sqrt(45.5)) && after7 <= 4,
  )

  const firsts: number[] = []
  for (let seed = 0; seed < 4_000; seed++) {
    const draw = drawer({ p: 0.9978, v: 1, seed }, 2)
    let step = 1
    while (draw(step, 0) === 0) step++
    firsts.push(step)
  }
  const mean = firsts.reduce((sum, one) => sum + one, 0) / firsts.length
  say('B3', 'k = 1: mean first wrong step', n(mean), '455 ± 36', within(mean, 455, (5 * 455) / Math.sqrt(4_000)))
  const digits = (steps * Math.log1p(0.0022 / 0.9978)) / Math.LN10
  say('B3', 'k = 1: chance of a perfect run', `10^−${n(digits)}`, '10^−1003', Math.round(digits) === 1_003)

  const wanted: readonly [string, number, number, number, number, number][] = [
    ['B4', 0.9978, 2, 2_106_398, 0.0061, 5.1],
    ['B5', 0.99, 4, 4_279_898, 0.9891, 0.011],
    ['B5', 0.99, 3, 3_209_917, 0.3394, 1.08],
    ['B6', 0.9, 8, 10_485_750, 0.9759, 0.024],
  ]
  for (const [id, p, k, votes, full, wrong] of wanted) {
    const { end, offClosedForm } = tower(20, { p, k })
    const seen = end.wrong ?? 0
    say(id, `p ${p}, k ${k}: votes`, n(end.votes), `${n(votes)} ± 0.12 %`, within(end.votes, votes, votes * 0.0012))
    say(
      id,
      `p ${p}, k ${k}: wrong decisions`,
      `${seen} (closed form: ${offClosedForm === 0 ? 0 : 'off from the first on'})`,
      `Poisson, mean ${wrong}`,
      seen <= wrong + 5 * Math.sqrt(wrong) + 1 && (seen === 0) === (offClosedForm === 0),
    )
    const p_full = allRight(p, k, steps)
    say(id, `p ${p}, k ${k}: chance of a perfect run`, p_full.toFixed(4), String(full), within(p_full, full, 6e-5))
    if (id !== 'B4') forecast(`p ${p}, k ${k}`, p, k, 1, end.samples)
  }
  forecast('p .9978, k 3', 0.9978, 3, 1, b1.samples)

  const b7 = tower(20, { p: 0.99977, v: 0.9732 }).end
  say('B7', 'p .99977, v .9732: votes', n(b7.votes), '≈ 3,147,173', within(b7.votes, 3_147_173, 1_000))
  say('B7', 'samples', n(b7.samples), '≈ 3,233,700', within(b7.samples, 3_233_700, 2_000))
  forecast('p .99977, v .9732, k 3', 0.99977, 3, 0.9732, b7.samples)
  // The tail of the flags alone, as the specification has it: a wrong vote would hold a step open as well.
  curve('B7, one rate of flags', tower(20, { p: 1, v: 0.9732 }).end.openSamples, [81_960, 4_350, 193, 8, 0, 0])
  curve('B8, two classes', twoClasses(), [81_960, 13_800, 3_930, 1_140, 314, 83])
}

function forecast(what: string, p: number, k: number, v: number, samples: number): void {
  const told = callsOf(p, k, steps, v)
  say(
    'B14',
    `forecast of the calls, ${what}`,
    `${n(told)} for ${n(samples)}`,
    'within 0.1 %',
    within(told, samples, samples * 0.001),
  )
}

function curve(what: string, open: readonly number[], expected: readonly number[]): void {
  const seen = expected.map((_, i) => open[i + 3] ?? 0)
  // The figures of the specification are rounded; a twentieth and five standard deviations.
  const holds = seen.every((one, i) =>
    within(one, expected[i] ?? 0, (expected[i] ?? 0) * 0.05 + 5 * Math.sqrt(expected[i] ?? 0) + 3),
  )
  say(
    what.slice(0, 2),
    `${what}: undecided after 3 … 8 responses`,
    seen.map((one) => n(one)).join(', '),
    expected.map((one) => n(one)).join(', '),
    holds,
  )
}

/** B8: 6.4 % of the steps are flagged at .20, all others at .017. */
function twoClasses(): number[] {
  const draw = drawer({ p: 1, v: 0.983, seed: 1, hard: { share: 0.064, flagged: 0.2 } }, 2)
  const race = new StepRace(draw, { k: 3, ...limits, maxFlagged: 40 })
  const open: number[] = []
  for (let step = 1; step <= steps; step++) {
    race.run(step)
    for (let round = 0; round < race.samples; round++) open[round] = (open[round] ?? 0) + 1
  }
  return open
}
