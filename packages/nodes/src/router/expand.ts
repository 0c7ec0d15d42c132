import { type Body, OUTSIDE } from '@quorum/engine'
import { wires } from '../pattern/body.ts'
import { type Params, taken } from './definition.ts'

/** By a model: classify → dial. By rules: a branch, and what it took. */
export function expand({ routes, method, model, instructions, minConfidence }: Params): Body {
  const ids = [...new Set(routes.map(({ id }) => id))].filter((id) => !taken.has(id))
  // Names of routes are people's own, so these edges are not written in short.
  const out = (source: string) =>
    [...ids, 'else'].map((id) => ({ source, sourcePort: id, target: OUTSIDE, targetPort: id }))
  if (method === 'rules') {
    const cases = routes.filter(({ id }, i) => ids.includes(id) && routes.findIndex((one) => one.id === id) === i)
    return {
      nodes: [
        {
          id: 'rules',
          kind: 'branch',
          params: { cases: cases.map(({ id, label, when }) => ({ id, label, when: when ?? 'false' })) },
        },
        { id: 'told', kind: 'router-told', params: { routes: ids } },
      ],
      edges: [
        ...wires('@.in>rules.in', 'told.route>@.route', 'told.record>@.record'),
        ...out('rules'),
        ...[...ids, 'else'].map((id) => ({ source: 'rules', sourcePort: id, target: 'told', targetPort: id })),
      ],
    }
  }
  return {
    nodes: [
      {
        id: 'classify',
        kind: 'router-classify',
        params: { routes: routes.filter(({ id }) => ids.includes(id)), model: model ?? '', instructions },
      },
      { id: 'dial', kind: 'router-dial', params: { routes: ids, minConfidence } },
    ],
    edges: [
      ...wires(
        '@.in>classify.in',
        '@.in>dial.request',
        'classify.choice>dial.choice',
        'dial.route>@.route',
        'dial.record>@.record',
      ),
      ...out('dial'),
    ],
  }
}
