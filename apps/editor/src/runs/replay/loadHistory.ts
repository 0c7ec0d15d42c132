import { type RunEvent, RunHistory, type RunRecord } from '@quorum/engine'
import { foldingKit } from '@quorum/nodes/previews'

/** Folded in one go before the page may draw again. */
const sliceMs = 12

/**
 * Reads the history of a run and folds it, line by line as it comes. `grown` is told now and then, so that the first
 * moments can be looked at while the rest is on its way.
 */
export async function loadHistory(
  lines: ReadableStream<Uint8Array>,
  grown: (history: RunHistory) => void,
): Promise<RunHistory> {
  let history: RunHistory | null = null
  let left = ''
  let since = performance.now()
  const take = async (line: string): Promise<void> => {
    if (line === '') return
    if (history) history.add(JSON.parse(line) as RunEvent)
    else history = new RunHistory(JSON.parse(line) as RunRecord, foldingKit)
    if (performance.now() - since < sliceMs) return
    grown(history)
    await new Promise((resolve) => setTimeout(resolve))
    since = performance.now()
  }
  const reader = lines.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const parts = (left + chunk.value).split('\n')
    left = parts.pop() ?? ''
    for (const line of parts) await take(line)
  }
  await take(left)
  if (!history) throw new Error('the history is empty')
  grown(history)
  return history
}
