import { Flow } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { definitions } from '../definitions.ts'
import { kit } from '../runners.ts'
import { toTheEnd } from './everyPattern.testing.ts'

const patterns = definitions
  .filter(({ expand, hidden }) => expand !== undefined && !hidden)
  .map((definition) => [definition.kind, definition] as const)

/** What fails in these leaves by a port of their own: dropped, taken back, rejected. */
const tellOtherwise = ['assembly-line', 'saga', 'quorum-approval']

test.each(patterns)('when %s fails, a simpler flow at its error port takes over', async (kind, definition) => {
  const pattern = { id: 'p', kind, params: {}, policy: { onError: 'port', attempts: 1 }, position: { x: 0, y: 0 } }
  const [first] = definition.ports(definition.params.parse({})).outputs
  const all = world({ kit, answer: (_, key) => (key.startsWith('r/p/') ? 'fail' : 'Plan B.') })
  await all.start(
    Flow.parse({
      format: 'quorum.flow/1',
      name: 'Fallback',
      nodes: [
        { id: 'q', kind: 'input', params: {} },
        pattern,
        { id: 'simple', kind: 'agent', params: {}, policy: { attempts: 1 } },
        { id: 'o', kind: 'output', params: { name: 'result' } },
      ],
      edges: [
        { id: 'e1', source: 'q', target: 'p' },
        { id: 'e2', source: 'p', sourcePort: 'error', target: 'simple' },
        { id: 'e3', source: 'p', sourcePort: first?.id, target: 'o' },
        { id: 'e4', source: 'simple', target: 'o' },
      ],
    }),
    ['one', 'two', 'three'],
  )
  const view = await toTheEnd(all)
  expect(all.bugs).toEqual([])
  expect([view.status, view.error]).toEqual(['completed', null])
  if (tellOtherwise.includes(kind)) expect(view.nodes.p?.status).toBe('completed')
  else expect(view.output).toEqual({ result: 'Plan B.' })
})
