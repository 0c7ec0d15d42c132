import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contextOf, inputOf } from '../testing.ts'
import { argumentsProblem, readArguments, wantedArguments, writeArguments } from './arguments.ts'
import { mcpTool } from './definition.ts'
import { runMcpTool } from './run.ts'

const schema = {
  type: 'object',
  required: ['city'],
  properties: {
    city: { type: 'string', description: 'Where' },
    days: { type: 'integer' },
    unit: { enum: ['C', 'F'] },
    exact: { type: 'boolean' },
    tags: { type: 'array' },
  },
  additionalProperties: false,
}
const wanted = wantedArguments(schema)

test('arguments are read one by one and written again as they were', () => {
  const typed = {
    city: 'in "{{ input["a"] }}"',
    days: '{{ input.days }}',
    unit: 'C',
    exact: 'true',
    tags: '["a", {{ nodes.x }}]',
  }
  const text = writeArguments(typed, wanted)
  expect(text).toBe(
    '{ "city": "in \\"{{ input["a"] }}\\"", "days": {{ input.days }}, "unit": "C", "exact": true, "tags": ["a", {{ nodes.x }}] }',
  )
  expect(readArguments(text)).toEqual({ ...typed, tags: '["a",{{ nodes.x }}]' })
  expect(readArguments('{{ input }}')).toBeNull()
  expect(writeArguments({ city: ' ' }, wanted)).toBe('{}')
})

test('whatever is typed into a text comes back', () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('{{ input.a }}', '"', '\\', '\n', '{', '}'))
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const city = parts.join('')
      fc.pre(city.trim() !== '')
      expect(readArguments(writeArguments({ city }, wanted))).toEqual({ city })
    }),
  )
})

test.each([
  ['{}', /needs “city”/],
  ['{ "city": "x", "town": 1 }', /knows no argument “town”/],
  ['{ "city": "x", "days": "soon" }', /“days” must be a number/],
  ['{ "city": "x", "unit": "K" }', /one of C, F/],
  ['{ "city": "x", "exact": 1 }', /true or false/],
  ['{ "city": ', /no JSON object/],
])('%s is refused before the run', (text, problem) => {
  expect(argumentsProblem(text, schema)).toMatch(problem)
})

test.each(['{{ input }}', '{ "city": "{{ input }}" }', '{ "city": "x", "days": {{ input }}, "exact": false }'])(
  '%s may fit',
  (text) => expect(argumentsProblem(text, schema)).toBeNull(),
)

test('what is missing is said on the step', () => {
  const params = mcpTool.params.parse({ url: 'https://a.example/mcp', tool: 't', args: '{}', schema })
  expect(mcpTool.check?.(params, { id: 'n' } as never)).toMatchObject([{ code: 'bad-arguments', path: 'params.args' }])
  expect(mcpTool.check?.({ ...params, args: '{ "city": "x" }' }, { id: 'n' } as never)).toEqual([])
})

test('what was filled in is compared with the schema, and the tool is not called with anything else', async () => {
  const run = async (args: string, input: string | number) => {
    const { ctx } = contextOf()
    const asked: unknown[] = []
    ctx.service = async (_, request) => {
      asked.push(request)
      return { ok: true, value: 'sunny' }
    }
    const params = mcpTool.params.parse({ url: 'https://a.example/mcp', tool: 't', args, schema })
    await runMcpTool.task?.(ctx, params, inputOf(input))
    return asked
  }
  expect(await run('{ "city": "Ulm", "days": {{ input }} }', 3)).toMatchObject([{ args: { city: 'Ulm', days: 3 } }])
  await expect(run('{ "city": "Ulm", "days": {{ input }} }', 'soon')).rejects.toMatchObject({
    code: 'invalid-request',
    message: expect.stringContaining('“days”'),
  })
})
