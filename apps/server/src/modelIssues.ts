import type { Flow, FlowIssue, Kit } from '@quorum/engine'
import type { Models } from './models/createModels.ts'
import { parseModelId } from './models/modelId.ts'
import { priceOf } from './models/prices.ts'
import { flowIn } from './perDocument.ts'

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
  const flow = flowIn(json)
  const named = instead === undefined ? (flow ? namedModels(flow, kit) : []) : [{ model: instead, path: 'model' }]
  const issues = named.flatMap(({ model, ...where }) => modelIssue(models, model, where))
  const { usd } = flow?.settings.budget ?? {}
  const unpriced = usd === undefined ? undefined : named.find(({ model }) => !isPriced(model))
  if (unpriced)
    issues.push({
      code: 'budget-unpriced',
      severity: 'error',
      message: `The price of “${unpriced.model}” is not known, so a budget in US dollars cannot hold it. Set a budget of calls or tokens instead.`,
      path: 'settings.budget.usd',
    })
  return issues
}

interface Named {
  readonly model: string
  readonly nodeId?: string
  readonly path: string
}

/** Which models there are changes, what a flow names does not. */
const namedIn = new WeakMap<Flow, readonly Named[]>()

function namedModels(flow: Flow, kit: Pick<Kit, 'definition'>): readonly Named[] {
  const known = namedIn.get(flow)
  if (known) return known
  const named = findModels(flow, kit)
  namedIn.set(flow, named)
  return named
}

function findModels({ settings, nodes }: Flow, kit: Pick<Kit, 'definition'>): Named[] {
  const named: Named[] = settings.model === undefined ? [] : [{ model: settings.model, path: 'settings.model' }]
  nodes.forEach((node, index) => {
    const definition = kit.definition(node.kind)
    const params = definition?.params.safeParse(node.params)
    if (!definition || !params?.success) return
    for (const model of new Set(definition.models(params.data)))
      named.push({ model, nodeId: node.id, path: `nodes[${index}].params` })
  })
  return named
}

function isPriced(model: string): boolean {
  const id = parseModelId(model)
  return typeof id === 'string' || id.provider === 'simulated' || priceOf(id.provider, id.name) !== undefined
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
