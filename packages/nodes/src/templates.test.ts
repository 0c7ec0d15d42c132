import { estimate, Flow, type ModelRequest, type Sandbox, type Value, validateFlow } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { checkInput, definitionOf, inputFields } from './definitions.ts'
import { kit } from './runners.ts'
import { outcomes, type Template, templates } from './templates.ts'

const each = templates.map((template): [string, Template] => [template.id, template])

test.each(each)('%s is a valid flow, and its sample is what it asks for', (_, { flow, sampleInput }) => {
  expect(validateFlow(flow, kit)).toEqual([])
  const parsed = Flow.parse(flow)
  expect(checkInput(inputFields(parsed), sampleInput as Value).ok).toBe(true)
  expect(parsed.description.length).toBeGreaterThan(50)
})

test.each(each)('%s runs to its end and gives an output', async (id, { flow, sampleInput }) => {
  const all = world({ kit, answer: practice, sandbox })
  await all.start(Flow.parse(flow), sampleInput as Value)
  for (const { path } of all.view().waitingFor) void all.host.signal('r', path, { decision: 'approve', by: 'me' })
  await all.clock.settle()
  expect(all.bugs).toEqual([])
  const view = all.view()
  expect(view.error).toBeNull()
  expect(view.status).toBe('completed')
  expect(Object.keys(view.output ?? {}).length).toBeGreaterThan(0)
  if (id === 'gate-with-rework') expect(view.nodes.writer?.counts.completed).toBe(2)
  if (id === 'do-for-each') expect(view.nodes.sort?.counts.completed).toBe(5)
})

test('a service that is down is asked less often than there are orders, and the estimate knows it may be', async () => {
  const { flow: file, sampleInput } = templates.find(({ id }) => id === 'broken-service') as Template
  const flow = Flow.parse(file)
  const all = world({ kit, answer: () => 'fail', sandbox })
  await all.start(flow, sampleInput as Value)
  while (all.view().status === 'running') await all.clock.pass(1_000)
  const { calls } = estimate(flow, {
    ...{ kit, input: sampleInput as Value, defaultModel: 'any', flow: () => undefined },
    facts: () => ({ priceIn: 0, priceOut: 0, failures: 0, ms: { min: 1, expected: 1, max: 1 } }),
  })
  expect(all.view()).toMatchObject({ status: 'completed', output: { summary: { ok: 7, failed: 3 } } })
  expect(all.view().usage.calls).toBeLessThan(10)
  expect(all.view().usage.calls).toBeGreaterThanOrEqual(calls.min)
  expect(calls.expected).toBeCloseTo(10)
})

test('each has an outcome that people come for, and no outcome stands for one template alone', () => {
  for (const { id, outcome } of templates) expect(outcomes, id).toContain(outcome)
  for (const outcome of outcomes)
    expect(templates.filter((one) => one.outcome === outcome).length, outcome).toBeGreaterThan(1)
})

test.each(each)('nodes of %s do not lie on top of each other', (_, { flow }) => {
  const top = Flow.parse(flow).nodes.filter(({ parent }) => parent === undefined)
  const boxes = top.map((node) => {
    const definition = definitionOf(node.kind)
    const rows = definition?.rows(definition.params.parse(node.params)).length ?? 0
    const height = node.size?.height ?? 44 + 28 * rows + (definition?.strip ? 52 : 0) + 28
    return { ...node.position, width: node.size?.width ?? definition?.width ?? 0, height, id: node.id }
  })
  for (const a of boxes) {
    for (const b of boxes) {
      if (a === b) continue
      const apart =
        a.x + a.width + 16 <= b.x ||
        b.x + b.width + 16 <= a.x ||
        a.y + a.height + 16 <= b.y ||
        b.y + b.height + 16 <= a.y
      expect(apart, `${a.id} and ${b.id}`).toBe(true)
    }
  }
})

/** Answers in the form asked for, whatever it is. */
function practice({ role, schema, messages }: ModelRequest): Value {
  if (role === 'reviewer') {
    const labels = [
      ...messages
        .map(({ content }) => content)
        .join('\n')
        .matchAll(/^Answer ([A-Z]):$/gm),
    ].map(([, label]) => label ?? '')
    return { ranking: labels, critique: 'Fine.' }
  }
  return schema ? fitting(schema) : 'An answer.'
}

/** A value of the form asked for: the first of several, good marks. */
function fitting(schema: unknown): Value {
  const { type, items, properties } = schema as Record<string, unknown>
  const options = (schema as { enum?: readonly Value[] }).enum
  if (options) return options[0] ?? null
  if (type === 'object')
    return Object.fromEntries(Object.entries(properties ?? {}).map(([name, field]) => [name, fitting(field)]))
  if (type === 'array') return [fitting(items)]
  return type === 'number' || type === 'integer' ? 0.9 : type === 'boolean' ? true : 'A text.'
}

const sandbox: Sandbox = {
  // The gallery's own code, so nothing has to be kept out.
  run: ({ source, input }) => {
    const made = new Function(source.replace('export default', 'return')) as () => (input: Value) => Value
    return Promise.resolve({ value: made()(input), log: [] })
  },
  render: () => Promise.reject(new Error('templates of the gallery are plain')),
}
