import { appendFileSync } from 'node:fs'
import fc from 'fast-check'

/** Every property runs for its share of the time, from a seed of its own; what it did is written down as one line. */
const figures = process.env.SOAK_FIGURES
const note = (details: fc.RunDetails<unknown>): void => {
  const { numRuns, seed, numSkips } = details
  // Time that is up is no failure; one whose example was still being made smaller then is.
  const failed = details.failed && details.counterexample !== null
  if (figures) appendFileSync(figures, `${JSON.stringify({ numRuns, numSkips, seed, failed })}\n`)
  const message = failed ? fc.defaultReportMessage(details) : undefined
  if (message) throw new Error(message)
}

fc.configureGlobal({
  numRuns: 100_000_000,
  interruptAfterTimeLimit: Number(process.env.SOAK_MS ?? 10_000),
  markInterruptAsFailure: false,
  reporter: note,
})
