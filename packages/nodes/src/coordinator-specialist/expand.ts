import type { Body } from '@quorum/engine'
import { agentNode, itemAgent, wires } from '../pattern/body.ts'
import type { Params } from './definition.ts'

/** list → requirements (pool of: route → specialists (pool) → answers → [integrate] → solution) → close. */
export function expand({ specialists, coordinator, integrator, maxSpecialists, concurrency, onUnknown }: Params): Body {
  const inside = { parent: 'requirements' }
  return {
    nodes: [
      { id: 'list', kind: 'coordinator-specialist-list', params: {} },
      { id: 'requirements', kind: 'pool', params: { concurrency, maxItems: 10_000, failure: 'collect' } },
      {
        id: 'route',
        kind: 'coordinator-specialist-route',
        ...inside,
        params: { specialists, model: coordinator.model ?? '', prompt: coordinator.prompt, maxSpecialists, onUnknown },
      },
      {
        id: 'specialists',
        kind: 'pool',
        ...inside,
        params: { concurrency: maxSpecialists, maxItems: maxSpecialists, failure: 'collect' },
      },
      itemAgent('specialist', 'specialists'),
      { id: 'answers', kind: 'coordinator-specialist-answers', ...inside, params: {} },
      agentNode('integrate', { model: integrator.model, system: integrator.prompt, prompt: '{{ input }}' }, inside),
      { id: 'solution', kind: 'coordinator-specialist-solution', ...inside, params: {} },
      { id: 'close', kind: 'coordinator-specialist-close', params: {} },
    ],
    edges: wires(
      '@.in>list.in',
      'list.items>requirements.in',
      'requirements.item>route.in',
      'route.items>specialists.in',
      'specialists.item>specialist.in',
      'specialist.out>specialists.result',
      'requirements.item>answers.requirement',
      'route.names>answers.names',
      'specialists.outcomes>answers.outcomes',
      'answers.prompt>integrate.in',
      // One of the two: a single answer is the solution as it is.
      'answers.single>solution.value',
      'integrate.out>solution.value',
      'answers.state>solution.state',
      'solution.out>requirements.result',
      'list.items>close.items',
      'requirements.outcomes>close.outcomes',
      'close.results>@.results',
      'close.routing>@.routing',
      'close.record>@.record',
    ),
  }
}
