import type { FlowFile } from '@quorum/engine'
import { createFlow, getFlow, importFlow } from '../api/client.ts'
import { ApiError } from '../api/error.ts'
import type { FlowRecord } from '../api/types.ts'
import { jsonPlace } from '../document/jsonPlace.ts'

// The server's own limit for flow documents: no need to send more to be told so.
const maxBytes = 8 * 1024 * 1024

/** Saves a flow file as a new workflow. @throws ApiError, with words for people. */
export async function importFile(file: File): Promise<FlowRecord> {
  if (file.size > maxBytes) {
    throw new ApiError({
      status: 413,
      code: 'too-large',
      message: `“${file.name}” is larger than 8 MB, the most a workflow may be.`,
    })
  }
  const text = await file.text()
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

/** Hands the flow file to the browser's downloads. */
export async function exportFlow(id: string): Promise<void> {
  const { flow } = await getFlow(id)
  const url = URL.createObjectURL(new Blob([JSON.stringify(flow, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${flow.name.replace(/[^\p{L}\p{N} _-]+/gu, '').trim() || 'workflow'}.quorum.json`
  link.click()
  URL.revokeObjectURL(url)
}
