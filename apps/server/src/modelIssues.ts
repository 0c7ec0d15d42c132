import { Flow, type FlowIssue, type Kit } from '@quorum/engine'
import type { Models } from './models/createModels.ts'
import { parseModelId } from './models/modelId.ts'

/**
 * Models that a flow names and this server cannot call. The editor cannot know; a run would fail in its middle.
 * `instead` takes the place of every node's model.
 */
export function modelIssues(
  json: unknown,
  kit: Pick<Kit, 'definition'>,
  models: Pick<Models, 'knows'>,
  instead?: string,
): FlowIssue[] {
  if (instead !== undefined) return modelIssue(models, instead, { path: 'model' })
  const parsed = Flow.safeParse(json)
  if (!parsed.success) return []
  const { settings, nodes } = parsed.data
  const issues = settings.model === undefined ? [] : modelIssue(models, settings.model, { path: 'settings.model' })
  nodes.forEach((node, index) => {
    const definition = kit.definition(node.kind)
    const params = definition?.params.safeParse(node.params)
    if (!definition || !params?.success) return
    for (const model of new Set(definition.models(params.data))) {
      issues.push(...modelIssue(models, model, { nodeId: node.id, path: `nodes[${index}].params` }))
    }
  })
  return issues
}

function modelIssue(
  models: Pick<Models, 'knows'>,
  model: string,
  where: Pick<FlowIssue, 'nodeId' | 'path'>,
): FlowIssue[] {
  const reason = models.knows(model)
  if (reason === null) return []
  const id = parseModelId(model)
  const unknown = typeof id === 'string' || id.provider === 'simulated'
  return [
    { code: unknown ? 'unknown-model' : 'model-unavailable', severity: 'error', message: sentence(reason), ...where },
  ]
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
