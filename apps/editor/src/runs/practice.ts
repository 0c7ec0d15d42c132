import type { Flow } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'

const isPractice = (model: string): boolean => model === '' || model.startsWith('simulated/')

/**
 * Would every model of this flow be the practice model? `fallback` is the server's for flows that name none. False for a
 * flow that asks no model at all.
 */
export function onPractice({ settings, nodes }: Pick<Flow, 'settings' | 'nodes'>, fallback = ''): boolean {
  if (!isPractice(settings.model || fallback)) return false
  let asks = false
  for (const { kind, params } of nodes) {
    const definition = definitionOf(kind)
    const parsed = definition?.params.safeParse(params)
    if (!definition || !parsed?.success) continue
    asks ||= definition.callsOut(parsed.data)
    if (!definition.models(parsed.data).every(isPractice)) return false
  }
  return asks
}
