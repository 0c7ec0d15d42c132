import type { FlowFile } from '@quorum/engine'
import { createFlow, importFlow } from '../api/client.ts'
import { ApiError } from '../api/error.ts'
import type { FlowRecord } from '../api/types.ts'
import { readDrawing } from '../compose/drawn.ts'
import { jsonPlace } from '../document/jsonPlace.ts'

// The server's own limit for flow documents: no need to send more to be told so.
const maxBytes = 8 * 1024 * 1024

/** Saves a flow file, with the flows it brings, or a Mermaid diagram as a new workflow. @throws ApiError, with words for people. */
export async function importFile(file: File): Promise<FlowRecord> {
  if (file.size > maxBytes) {
    throw new ApiError({
      status: 413,
      code: 'too-large',
      message: `“${file.name}” is larger than 8 MB, the most a workflow may be.`,
    })
  }
  const text = await file.text()
  if (!/^\s*[{[]/.test(text) && /^\s*(flowchart|graph)\s/m.test(text.slice(0, 20_000)))
    return createFlow(await readDrawing(text))
  let flow: unknown
  try {
    flow = JSON.parse(text)
  } catch {
    throw new ApiError({
      status: 400,
      code: 'bad-json',
      message: `“${file.name}” is not a flow file: it is not valid JSON${jsonPlace(text)}.`,
    })
  }
  if (typeof flow === 'object' && flow !== null && 'format' in flow && flow.format === 'quorum.flow/1') {
    return createFlow(flow as FlowFile) // the server parses it and refuses what it cannot read
  }
  return createFlow((await importFlow(text)).flow)
}
