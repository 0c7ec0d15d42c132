import type { Value } from '@quorum/engine'
import { allRight, collisionsExpected, wilson } from './maths/margin.ts'
import { flagsIn, type MakerState } from './state.ts'

/** The report of API.md, at any point of the run. */
export function reportOf(at: MakerState, solved: boolean) {
  return {
    solved,
    steps: at.step,
    k: at.k,
    p: at.p,
    t: at.t,
    samples: at.samples,
    votes: at.votes,
    flagged: flagsIn(at.flagged),
    wrong: at.wrong,
    undecided: at.failed === null ? 0 : 1,
    longestVote: at.longest.votes,
    pFull: at.steps === 0 ? 1 : allRight(at.p, at.k, at.steps),
    calls: at.samples + (at.calibrated?.n ?? 0),
  }
}

/** What card and drill-in draw from: bounded, however many steps there are. */
export function detailOf(at: MakerState): Value {
  const { step, steps, k, p, v, t, samples, votes, agreed, flagged, wrong, collisions, longest, hardest, per, dots } =
    at
  const interval = votes > 0 ? wilson(agreed, votes) : null
  const expected = collisionsExpected(p, step)
  return {
    step,
    steps,
    k,
    p,
    v,
    t,
    samples,
    votes,
    flagged,
    wrong,
    collisions,
    collisionsExpected: expected,
    // Far more than independent votes would give: then a larger lead does not help (MAKER.md §4).
    correlated: collisions > expected + 4 * Math.sqrt(expected) + 3,
    pHat: votes > 0 ? agreed / votes : null,
    pLow: interval?.low ?? null,
    pHigh: interval?.high ?? null,
    longestVote: longest.votes,
    longestStep: longest.step,
    hardest: hardest.map((one) => ({ ...one })),
    openVotes: at.openVotes,
    openSamples: at.openSamples,
    pFull: steps === 0 ? 1 : allRight(p, k, steps),
    calibrated: at.calibrated === null ? null : { ...at.calibrated },
    per,
    dots,
    failed: at.failed === null ? null : { ...at.failed },
  }
}
