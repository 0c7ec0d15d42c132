import { Flow, validateFlow } from '@quorum/engine'
import { definitions } from '@quorum/nodes/definitions'
import { templates } from '@quorum/nodes/templates'
import { expect, test } from 'vitest'
import type { Template } from '../api/types.ts'
import { compose } from './compose.ts'
import { kindFor } from './kindFor.ts'

const kit = {
  definition: (kind: string) => definitions.find((one) => one.kind === kind),
  behaviour: () => undefined,
}
const ids = [...new Set(definitions.flatMap(({ patternId, hidden }) => (patternId && !hidden ? [patternId] : [])))]
const addOns = ['P20', 'X22', 'X25'].flatMap((id) => kindFor(id) ?? [])

const errorsOf = (flow: ReturnType<typeof compose>) =>
  validateFlow(Flow.parse(flow), kit).filter(({ severity }) => severity === 'error')

test.each(ids)('%s becomes a flow that may run', (id) => {
  const definition = kindFor(id)
  if (!definition) throw new Error(`no kind for ${id}`)
  const template = templates.find((one) => one.pattern === id) as Template | undefined
  const plain = compose({ definition, template, addOns: [], title: 'T', note: 'Because.' })
  expect(plain.notes?.at(-1)?.text).toBe('Because.')
  if (template) expect(errorsOf(plain)).toEqual([])
  const more = compose({ definition, template, addOns, title: 'T', note: 'Because.' })
  if (template) expect(errorsOf(more)).toEqual([])
  const nodes = (more.nodes ?? []).map((node) => node.id)
  expect(new Set(nodes).size).toBe(nodes.length)
})
