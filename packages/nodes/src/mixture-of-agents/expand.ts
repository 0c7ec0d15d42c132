import type { Body } from '@quorum/engine'
import { agentNode, wires } from '../pattern/body.ts'
import { layered } from '../pattern/layers.ts'
import type { Params } from './definition.ts'

/** task → begin → (proposers → gather → mix) per layer → aggregator → close. */
export function expand({ proposers, prompt, layers, aggregator }: Params): Body {
  const grid = layered(layers - 1, proposers, 'mixture-of-agents-mix', (row, person) =>
    row === 0
      ? person.prompt
      : `${person.prompt}\n\nYou also see what others answered. Improve on it: correct what is wrong, add what is missing, and give a whole answer of your own.`,
  )
  return {
    nodes: [
      { id: 'task', kind: 'template', params: { text: prompt || '{{ input }}' } },
      { id: 'begin', kind: 'mixture-of-agents-begin', params: {} },
      ...grid.nodes,
      agentNode('aggregator', { model: aggregator.model, system: aggregator.prompt }),
      { id: 'close', kind: 'mixture-of-agents-close', params: {} },
    ],
    edges: wires(
      '@.in>task.in',
      'task.out>begin.in',
      ...grid.wires,
      `${grid.last}.prompt>aggregator.in`,
      `${grid.last}.state>close.state`,
      'aggregator.out>close.answer',
      'close.answer>@.answer',
      'close.layers>@.layers',
      'close.record>@.record',
    ),
  }
}
