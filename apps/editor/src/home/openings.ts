import type { FlowFile, Value } from '@quorum/engine'
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
 * The hero's one click. `template`: null if the pattern has none, and nothing yet while the gallery loads.
 * @throws ApiError
 */
export async function runTemplate(
  kind: string,
  template: Template | null,
  question: string,
  choose: (templates: readonly Template[], kind: string) => Template | undefined,
): Promise<void> {
  const found = template ?? choose((await listTemplates()).items, kind)
  if (!found) {
    throw new ApiError({
      status: 404,
      code: 'not-found',
      message: `There is no ${kind} among the templates of this server.`,
    })
  }
  const sample = found.sampleInput
  const others = typeof sample === 'object' && sample !== null && !Array.isArray(sample) ? sample : {}
  await runCopy(found, { ...others, question })
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
