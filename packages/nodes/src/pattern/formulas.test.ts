import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelRequest, Sandbox, Value } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { definitionOf, definitions } from '../definitions.ts'
import { practiceStep } from '../maker/practice.ts'
import { kit } from '../runners.ts'
import { toTheEnd } from './everyPattern.testing.ts'
import type { Formula } from './formulas.testing.ts'
import { flowAround, withBody } from './testing.ts'

const folder = join(import.meta.dirname, '..')
const kindsHere = readdirSync(folder).filter((kind) => existsSync(join(folder, kind, 'formula.testing.ts')))
const formulaOf = async (kind: string) =>
  ((await import(`../${kind}/formula.testing.ts`)) as { readonly formula: Formula }).formula
const table = await Promise.all(kindsHere.map(async (kind) => [kind, await formulaOf(kind)] as const))

test('every pattern has its formula in its folder', () => {
  const kinds = definitions.filter(({ hidden, patternId }) => !hidden && patternId).map(({ kind }) => kind)
  const parts = ['fork', 'join', 'gate', 'vote', 'adaptive-vote']
  expect(kindsHere.toSorted()).toEqual(kinds.filter((kind) => !parts.includes(kind)).toSorted())
})

const each = table.flatMap(([kind, settings]) => settings.map((one, i) => [kind, i + 1, one] as const))
test.each(each)(
  '%s makes the calls of its formula, setting %i',
  async (kind, _, { params = {}, input = 'go', many = 1, says, calls }) => {
    const all = world({ kit, sandbox, answer: (request) => says?.(request) ?? good(request, many) })
    const definition = definitionOf(kind)
    if (!definition) throw new Error(kind)
    await all.start(
      definition.expand || kind === 'agent' || kind === 'approval'
        ? flowAround(definition, params)
        : withBody(definition, params),
      input,
    )
    const view = await toTheEnd(all)
    expect(all.bugs).toEqual([])
    if (!says) expect([view.status, view.error]).toEqual(['completed', null])
    expect(all.model.asked).toHaveLength(calls)
    expect(all.model.asked).toHaveLength(new Set(all.model.asked).size)
  },
)

/** A good answer in the form asked for: yes, high marks, the first of several, lists of `many`. */
function good({ schema, messages, role = '' }: ModelRequest, many: number): Value {
  const step = practiceStep(role, { p: 1, v: 1 })
  if (step) return step.text
  const labels = messages.flatMap(({ content }) =>
    [...content.matchAll(/^Answer ([A-Z]):$/gm)].map(([, label = '']) => label),
  )
  return schema ? fitting(schema, '', labels, many) : 'An answer.'
}

function fitting(schema: unknown, name: string, labels: readonly string[], many: number, nth = 0): Value {
  const { type, items, properties } = schema as Record<string, unknown>
  const options = (schema as { enum?: readonly Value[] }).enum
  if (options) return options[nth % options.length] ?? null
  if (name === 'ranking') return labels
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(properties ?? {}).map(([key, field]) => [key, fitting(field, key, labels, many, nth)]),
    )
  if (type === 'array') return Array.from({ length: many }, (_, i) => fitting(items, name, labels, many, i))
  return type === 'number' ? 0.9 : type === 'integer' ? 1 : type === 'boolean' ? true : `A text ${nth + 1}`
}

const sandbox: Sandbox = {
  run: () => Promise.resolve({ value: 0.5, log: [] }),
  render: () => Promise.reject(new Error('texts here are plain')),
}
