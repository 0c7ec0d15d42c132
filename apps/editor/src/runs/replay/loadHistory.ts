import { type RunEvent, RunHistory, type RunRecord } from '@quorum/engine'
import { foldingKit } from '@quorum/nodes/previews'
import { readLines } from '../readLines.ts'

/** Folded in one go before the page may draw again. */
const sliceMs = 12

/**
 * Reads the history of a run and folds it, line by line as it comes. `grown` is told now and then, so that the first
 * moments can be looked at while the rest is on its way.
 */
export async function loadHistory(
  stream: ReadableStream<Uint8Array>,
  grown: (history: RunHistory) => void,
): Promise<RunHistory> {
  let history: RunHistory | null = null
  let since = performance.now()
  for await (const lines of readLines(stream)) {
    for (const line of lines) {
      if (history) history.add(JSON.parse(line) as RunEvent)
      else history = new RunHistory(JSON.parse(line) as RunRecord, foldingKit)
      if (performance.now() - since < sliceMs) continue
      grown(history)
      await new Promise((resolve) => setTimeout(resolve))
      since = performance.now()
    }
  }
  if (!history) throw new Error('The server sent no history.')
  grown(history)
  return history
}
