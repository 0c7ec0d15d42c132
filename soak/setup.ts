import { appendFileSync } from 'node:fs'
import fc from 'fast-check'

/** Every property runs for its share of the time, from a seed of its own; what it did is written down as one line. */
const figures = process.env.SOAK_FIGURES
const note = (details: fc.RunDetails<unknown>): void => {
  const { failed, interrupted, numRuns, seed, numSkips } = details
  if (figures)
    appendFileSync(figures, `${JSON.stringify({ numRuns, numSkips, seed, failed: failed && !interrupted })}\n`)
  const message = failed && details.counterexample !== null ? fc.defaultReportMessage(details) : undefined
  if (message) throw new Error(message)
}

fc.configureGlobal({
  numRuns: 100_000_000,
  interruptAfterTimeLimit: Number(process.env.SOAK_MS ?? 10_000),
  markInterruptAsFailure: false,
  reporter: note,
})
