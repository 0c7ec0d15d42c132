import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StepFailure } from '../failure.ts'
import { isPlain, renderPlain, templateNames, templateProblem } from './template.ts'

const names = {
  input: {
    question: 'Why?',
    list: [1, 2],
    none: null,
    one: { only: 'text' },
    'two words': 'yes',
    sneaky: '{{ input.question }}',
  },
  nodes: { q: { a: 1, b: 'x' }, skipped: null },
  index: 0,
}

test.each([
  ['no names at all', 'no names at all'],
  ['{{ input.question }}', 'Why?'],
  ['a{{input.question}}b{{ index }}c', 'aWhy?b0c'],
  ['{{ input["two words"] }} {{ input.list[1] }}', 'yes 2'],
  ['{{ input.one }}', 'text'],
  ['{{ nodes.q }}', '{\n  "a": 1,\n  "b": "x"\n}'],
  ['[{{ input.none }}]', '[]'],
  ['[{{ nodes.skipped }}{{ nodes.skipped.text }}]', '[]'],
  ['{{ input.sneaky }}', '{{ input.question }}'],
  ['{"a": {"b": 1}}', '{"a": {"b": 1}}'],
  ['{{ input.list.size }}', '2'],
])('%j becomes %j', (text, expected) => {
  expect(isPlain(text)).toBe(true)
  expect(renderPlain(text, names)).toBe(expected)
})

test.each(['input.nope', 'nobody', 'input.constructor', 'input.__proto__', 'input.question.length', 'input.list[9]'])(
  '%s fails with missing-value and is named',
  (path) => {
    let caught: unknown
    try {
      renderPlain(`{{ ${path} }}`, names)
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(StepFailure)
    expect((caught as StepFailure).code).toBe('missing-value')
    expect((caught as StepFailure).message).toContain(`“${path}”`)
  },
)

test.each([
  '{{ input | upcase }}',
  '{% if input %}a{% endif %}',
  '{{ 1 }}',
  '{{- input -}}',
  '{{ input',
  `{{ input${'.a'.repeat(64)} }}`,
])('%j is not plain', (text) => {
  expect(isPlain(text)).toBe(false)
  expect(() => renderPlain(text, names)).toThrow(StepFailure)
})

test('names are found in insertions, filters and tags, without what the text assigns itself', () => {
  expect(templateNames('{{ input.a }} {{ input.a }} {{ whatever["b c"][0] }}')).toEqual([
    ['input', 'a'],
    ['whatever', 'b c', '0'],
  ])
  const liquid =
    '{% for row in nodes.list.rows %}{{ row.name | append: input.end }}{% endfor %}{% if state.done and "input.no" == item %}{% endif %}'
  expect(templateNames(liquid)).toEqual([['nodes', 'list', 'rows'], ['input', 'end'], ['state', 'done'], ['item']])
  expect(templateNames('{% raw %}{{ input.x }}{% endraw %}{{ "nodes.y" | size }}')).toEqual([])
  expect(templateNames('{% assign x = input.a %}{{ x }}{% capture y %}{% endcapture %}{{ y }}')).toEqual([
    ['input', 'a'],
  ])
})

test('a text that cannot be a template says why', () => {
  expect(templateProblem('{{ input')).toMatch(/never closed/)
  expect(templateProblem('{% if x')).toMatch(/never closed/)
  expect(templateProblem('{{ }}')).toMatch(/empty/)
  expect(templateProblem(`{{ a${'.b'.repeat(64)} }}`)).toMatch(/64/)
  expect(templateProblem('x'.repeat(300_000))).toMatch(/Shorten/)
  expect(templateProblem('fine {{ input }} }} and "')).toBeNull()
})

test('a text that would grow beyond bounds is stopped', () => {
  const text = '{{ input }}'.repeat(20)
  expect(() => renderPlain(text, { input: 'x'.repeat(1024 * 1024) })).toThrow(/grows beyond/)
})

const pieces = fc.array(
  fc.oneof(
    fc.string(),
    fc.constantFrom('{{', '}}', '{%', '%}', 'input', '.a', '["', '"]', '[0]', ' ', '|', '"', "'", 'raw', 'for x in'),
  ),
)

test('any text at all is looked at without throwing, and plain ones render or say what is missing', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('')
      templateNames(text)
      templateProblem(text)
      if (!isPlain(text)) return
      try {
        renderPlain(text, names)
      } catch (error) {
        expect(error).toBeInstanceOf(StepFailure)
        expect((error as StepFailure).code).toBe('missing-value')
      }
    }),
  )
})

test('what is inserted is never read again', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(renderPlain('<{{ input }}>', { input: value })).toBe(`<${value}>`)
      expect(renderPlain('{{ input }}', { input: `{{ ${value} }}` })).toBe(`{{ ${value} }}`)
    }),
  )
})
