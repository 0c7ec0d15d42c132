import type { Body } from '@quorum/engine'
import { agentNode, numbered, toPort, wires } from '../pattern/body.ts'
import { type Params, takesAll } from './definition.ts'

const attemptSchema = {
  type: 'object',
  properties: {
    handled: { type: 'boolean', description: 'False if this is not yours: then the next one is asked' },
    answer: { type: 'string' },
  },
  required: ['handled', 'answer'],
  additionalProperties: false,
}

/** begin → (gate → handler → hop)* → close. With attempts there are no gates: a handler passes on by itself. */
export function expand(params: Params): Body {
  const { handlers, prompt, mode, predicate, model, onUnhandled, onHandlerError } = params
  const before = (i: number) => (i === 0 ? 'begin' : `hop-${i}`)
  const nodes = handlers.flatMap((handler, i): Body['nodes'][number][] => {
    const n = i + 1
    const open = takesAll(handler, params)
    const rule = { check: 'rules', when: open ? 'true' : (handler.when ?? 'true') }
    const asked = {
      check: 'model',
      criteria: `It is a request of this sort: ${handler.can}`,
      ...(model ? { model } : {}),
    }
    const schema = mode === 'attempt' ? attemptSchema : undefined
    return [
      ...(mode === 'guard'
        ? [{ id: `gate-${n}`, kind: 'gate', params: open || predicate === 'rules' ? rule : asked, ...toPort }]
        : []),
      agentNode(
        `handler-${n}`,
        { model: handler.model, system: handler.prompt, prompt: prompt || '{{ input }}', schema },
        { title: numbered(i, handler.name), ...toPort },
      ),
      { id: `hop-${n}`, kind: 'chain-of-responsibility-hop', params: { name: handler.name, mode, onHandlerError } },
    ]
  })
  return {
    nodes: [
      { id: 'begin', kind: 'chain-of-responsibility-begin', params: {} },
      ...nodes,
      { id: 'close', kind: 'chain-of-responsibility-close', params: { onUnhandled } },
    ],
    edges: wires(
      '@.in>begin.in',
      ...handlers.flatMap((_, i) => {
        const n = i + 1
        const guarded = [
          `${before(i)}.next>gate-${n}.in`,
          `gate-${n}.pass>handler-${n}.in`,
          `gate-${n}.fail>hop-${n}.declined`,
          `gate-${n}.error>hop-${n}.unsure`,
        ]
        return [
          ...(mode === 'guard' ? guarded : [`${before(i)}.next>handler-${n}.in`]),
          `${before(i)}.state>hop-${n}.state`,
          `handler-${n}.out>hop-${n}.answer`,
          `handler-${n}.error>hop-${n}.error`,
        ]
      }),
      `hop-${handlers.length}.state>close.state`,
      'close.response>@.response',
      'close.handledBy>@.handledBy',
      'close.unhandled>@.unhandled',
      'close.record>@.record',
    ),
  }
}
