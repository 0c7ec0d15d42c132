import { type FlowFile, isRecord, type Value } from '@quorum/engine'
import { createFlow, listTemplates } from '../api/client.ts'
import { ApiError } from '../api/error.ts'
import type { Template } from '../api/types.ts'
import { flowPath, navigate } from '../router.ts'
import { awaitResult } from '../runs/dockStore.ts'
import { rememberInput, start } from '../runs/start.ts'

/** Saves a copy of a template, starts it and opens the editor on the running flow. */
export async function runCopy(template: Template, input: Value): Promise<void> {
  const { id } = await createFlow(template.flow)
  try {
    awaitResult(await start(id, input))
  } catch (error) {
    // The flow is there; only the run was refused. It opens and the person sees why at the place.
    navigate(flowPath(id))
    throw error
  }
  navigate(flowPath(id))
}

/**
 * The hero's one click: the template of that id with `text` as the first thing it asks for (of a list: a line an item).
 * `templates`: null while the gallery loads.
 * @throws ApiError
 */
export async function runTemplate(id: string, templates: readonly Template[] | null, text: string): Promise<void> {
  const found = (templates ?? (await listTemplates()).items).find((template) => template.id === id)
  if (!found) throw new ApiError({ status: 404, code: 'not-found', message: `This server has no template “${id}”.` })
  const sample = isRecord(found.sampleInput) ? found.sampleInput : {}
  const [first = 'question'] = Object.keys(sample)
  await runCopy(found, { ...sample, [first]: text })
}

export async function openCopy(template: Template): Promise<void> {
  const { id } = await createFlow(template.flow)
  rememberInput(id, template.sampleInput)
  navigate(flowPath(id))
}

export async function openNew(): Promise<void> {
  const empty: FlowFile = { format: 'quorum.flow/1', name: 'Untitled workflow', nodes: [], edges: [] }
  const { id } = await createFlow(empty)
  navigate(flowPath(id))
}
