import './install.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StepFailure } from '../failure.ts'
import type { Value } from '../value.ts'
import {
  conditionNames,
  conditionProblem,
  evaluate,
  type Operator,
  operators,
  optionalConditionNames,
  When,
} from './condition.ts'

const names = {
  input: { score: 3, text: 'Hello world', tags: ['a', 'b'], empty: '', none: null, n: '12', 'two words': true },
  nodes: { skipped: null, 'my-node': { x: 1 } },
} satisfies Record<string, Value>

const row = (left: string, op: Operator, right?: unknown) => evaluate({ left, op, right }, names)
const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return error instanceof StepFailure ? error.code : 'not a StepFailure'
  }
  return null
}

test.each<[string, Operator, unknown, boolean]>([
  ['input.score', '=', 3, true],
  ['input.score', '=', '3', true],
  ['input.score', '!=', 3, false],
  ['input.score', '>', 2.5, true],
  ['input.score', '>=', 3, true],
  ['input.score', '<', 3, false],
  ['input.n', '<=', 12, true],
  ['input.text', '>', 'Aaa', true],
  ['input.text', 'contains', 'lo w', true],
  ['input.tags', 'contains', 'b', true],
  ['input.tags', '=', ['a', 'b'], true],
  ['input', 'contains', 'two words', true],
  ['input.text', 'startsWith', 'Hello', true],
  ['input.text', 'endsWith', 'Hello', false],
  ['input.text', 'matches', '^h.*d$', false],
  ['input.text', 'matches', '(?i)^h.*d$', true],
  ['input.tags[1]', 'in', ['b', 'c'], true],
  ['input["two words"]', '=', true, true],
  ['nodes.my-node.x', '=', 1, true],
  ['input.nothing', 'exists', undefined, false],
  ['input.none', 'exists', undefined, false],
  ['input.score', 'exists', undefined, true],
  ['input.nothing.deeper', 'isEmpty', undefined, true],
  ['input.empty', 'isEmpty', undefined, true],
  ['input.tags', 'isEmpty', undefined, false],
  ['input.none', '>', 1, false],
  ['nodes.skipped.text', '=', null, true],
])('%s %s %j is %s', (left, op, right, expected) => {
  expect(row(left, op, right)).toBe(expected)
})

test('groups nest, and a row behind a decided one is not looked at', () => {
  const guarded: When = {
    all: [
      { left: 'input.later', op: 'exists' },
      { left: 'input.later', op: '>', right: 1 },
    ],
  }
  expect(evaluate(guarded, names)).toBe(false)
  expect(evaluate({ any: [guarded, { all: [] }] }, names)).toBe(true)
  expect(evaluate({ any: [] }, names)).toBe(false)
})

test('an absent name fails with missing-value and says which', () => {
  expect(() => row('input.nothing', '=', 1)).toThrow(/input\.nothing/)
  expect(codeOf(() => row('input.nothing', '=', 1))).toBe('missing-value')
  expect(codeOf(() => evaluate('input.nothing == 1', names))).toBe('missing-value')
  expect(() => evaluate('nobody == 1', names)).toThrow(/“nobody”/)
})

test('what cannot be compared is a condition-error', () => {
  expect(codeOf(() => row('input.tags', '>', 1))).toBe('condition-error')
  expect(codeOf(() => evaluate('input.score', names))).toBe('condition-error')
})

test('prototypes are out of reach', () => {
  expect(row('input.constructor', 'exists')).toBe(false)
  expect(row('input.__proto__', 'exists')).toBe(false)
  expect(codeOf(() => evaluate('input.constructor != null', names))).toBe('missing-value')
})

test.each([
  ['input.score >= 0.8 && size(input.tags) > 0', true],
  ['input.score + 1 == 4 && input.score % 2 == 1', true],
  ['has(input.nothing)', false],
  ['nodes["my-node"].x == 1', true],
  ['"a" in input.tags', true],
  ['input.text.startsWith("He") ? input.none == null : false', true],
])('CEL: %s is %s', (text, expected) => {
  expect(evaluate(text, names)).toBe(expected)
})

test.each([
  '[1, 2].map(x, x) == []',
  '[1].filter(x, true) == []',
  '[1].all(x, x > 0)',
  '[1].exists(x, x > 0)',
  '[1].exists_one(x, x > 0)',
  'input.text.matches("(a+)+$")',
  'cel.bind(x, "aa", x + x == "")',
  `${'['.repeat(40)}${']'.repeat(40)} == []`,
  `[${'1,'.repeat(201)}1].size() > 0`,
  `"${'x'.repeat(2_048)}" == ""`,
  '1 +',
  '',
])('CEL refuses %s', (text) => {
  expect(conditionProblem(text)).toBeTypeOf('string')
  expect(codeOf(() => evaluate(text, names))).toBe('condition-error')
})

test('names are reported with those that may be absent apart', () => {
  const when: When = {
    all: [{ left: 'input.a', op: 'exists' }, { any: [{ left: 'nodes.x[0]["b c"]', op: '=', right: 1 }] }],
  }
  expect(conditionNames(when)).toEqual([
    ['input', 'a'],
    ['nodes', 'x', '0', 'b c'],
  ])
  expect(optionalConditionNames(when)).toEqual([['input', 'a']])
  expect(conditionNames('has(input.a) && nodes["q"].b[0] > index')).toEqual([
    ['input', 'a'],
    ['nodes', 'q', 'b', '0'],
    ['index'],
  ])
  expect(optionalConditionNames('has(input.a) && nodes["q"].b[0] > index')).toEqual([['input', 'a']])
})

test('a row says what is missing in it', () => {
  expect(conditionProblem({ left: '', op: '=', right: 1 })).toMatch(/left side/)
  expect(conditionProblem({ left: 'a b', op: '=', right: 1 })).toMatch(/not a name/)
  expect(conditionProblem({ left: 'input', op: '=' })).toMatch(/right side/)
  expect(conditionProblem({ left: 'input', op: 'matches', right: '(' })).toMatch(/pattern/)
  expect(conditionProblem({ left: 'input', op: 'matches', right: '(.{0,1000}){22}' })).toMatch(/too big|cannot be read/)
  expect(conditionProblem({ left: 'input', op: 'matches', right: 'x'.repeat(501) })).toMatch(/500/)
  expect(conditionProblem({ left: 'input', op: 'exists' })).toBeNull()
})

test('a pattern on a text that is too long is refused, not tried', () => {
  expect(codeOf(() => evaluate({ left: 'input', op: 'matches', right: 'a' }, { input: 'x'.repeat(16_385) }))).toBe(
    'condition-error',
  )
})

test('a condition nested too deep is refused without walking it', () => {
  let deep: unknown = { left: 'input', op: 'exists' }
  for (let i = 0; i < 50_000; i++) deep = { all: [deep] }
  expect(When.safeParse(deep).success).toBe(false)
  let seventeen: When = { left: 'input', op: 'exists' }
  for (let i = 0; i < 17; i++) seventeen = { all: [seventeen] }
  expect(conditionProblem(seventeen)).toMatch(/nested/)
})

const arbitraryRow = fc.record({
  left: fc.oneof(fc.string(), fc.constantFrom('input.score', 'input.text', 'input.tags', 'nodes.skipped.x')),
  op: fc.constantFrom(...operators),
  right: fc.option(fc.jsonValue(), { nil: undefined }),
})
const { when: arbitraryWhen } = fc.letrec<{ when: When }>((tie) => ({
  when: fc.oneof(
    { maxDepth: 4 },
    arbitraryRow,
    fc.string(),
    fc.record({ all: fc.array(tie('when'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('when'), { maxLength: 3 }) }),
  ),
}))

test('any condition gives true, false or a StepFailure', () => {
  fc.assert(
    fc.property(arbitraryWhen, (when) => {
      conditionProblem(when)
      conditionNames(when)
      optionalConditionNames(when)
      expect(['missing-value', 'condition-error', null]).toContain(codeOf(() => evaluate(when, names)))
    }),
  )
})

test('reading any JSON as a condition never throws', () => {
  fc.assert(fc.property(fc.jsonValue(), (json) => void When.safeParse(json)))
})
