import type { Body } from '@quorum/engine'
import { agentNode, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'
import { toolName } from './toolName.ts'

/** request → manager, an agent whose tools are agents. */
export function expand({ prompt, manager, specialists, maxTurns }: Params): Body {
  const tools = specialists.map(({ name, description, model, prompt: system }) => ({
    name: toolName(name),
    description: description || `${name}, a specialist.`,
    kind: 'agent',
    params: { ...(model ? { model } : {}), system, prompt: '{{ input }}' },
  }))
  const node = agentNode('manager', { model: manager.model, system: manager.prompt, prompt: prompt || '{{ input }}' })
  return {
    nodes: [{ ...node, params: { ...(node.params as object), tools, maxTurns } }],
    edges: wires('@.in>manager.in', 'manager.out>@.answer', 'manager.steps>@.calls', 'manager.steps>@.record'),
  }
}
