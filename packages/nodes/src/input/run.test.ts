import { Flow, type Value, validateFlow } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definitionOf } from '../definitions.ts'
import { inputOf } from '../testing.ts'
import { type Field, fieldTypes, input } from './definition.ts'
import { checkInput, inputFields } from './fields.ts'
import { runInput } from './run.ts'

const field = (name: string, more: Partial<Field> = {}): Field => ({ name, type: 'text', required: false, ...more })

test('a required field that is not given, or blank, is named', () => {
  const fields = [field('question', { label: 'Your question', required: true })]
  const missing: (Value | undefined)[] = [{}, { question: '  ' }, { question: null }, null, undefined]
  for (const given of missing) {
    expect(checkInput(fields, given)).toEqual({
      ok: false,
      issues: [{ code: 'missing-input', path: 'question', message: '“Your question” is required. Please fill it in.' }],
    })
  }
})

test('text becomes the type of its field where that is plain', () => {
  const fields = [
    field('n', { type: 'number' }),
    field('yes', { type: 'boolean' }),
    field('lines', { type: 'list' }),
    field('json', { type: 'json' }),
  ]
  expect(checkInput(fields, { n: '1.5', yes: 'true', lines: 'a\n\n b ', json: 0 })).toEqual({
    ok: true,
    value: { n: 1.5, yes: true, lines: ['a', 'b'], json: 0 },
  })
  expect(checkInput([field('list', { type: 'list' })], { list: '[1, 2]' })).toEqual({
    ok: true,
    value: { list: [1, 2] },
  })
})

test('a value of the wrong type says what was expected', () => {
  for (const [type, value] of [
    ['number', 'many'],
    ['boolean', 'perhaps'],
    ['list', 3],
    ['text', { a: 1 }],
  ] as const) {
    const read = checkInput([field('x', { type })], { x: value })
    expect(read).toMatchObject({ ok: false, issues: [{ code: 'wrong-type', path: 'x' }] })
  }
})

test('defaults fill in, other fields are null, and what was not asked for is left out', () => {
  const fields = [field('a', { default: 'd' }), field('b'), field('n', { type: 'number', default: 3 })]
  expect(checkInput(fields, { extra: 1 })).toEqual({ ok: true, value: { a: 'd', b: null, n: 3 } })
})

test('without fields the whole input is passed on, and one field takes the bare value', () => {
  expect(checkInput([], { any: 'thing' })).toEqual({ ok: true, value: { any: 'thing' } })
  expect(checkInput([field('question')], 'Why?')).toEqual({ ok: true, value: { question: 'Why?' } })
})

test('a flow asks for the fields of all its input nodes, each name once', () => {
  const node = (id: string, fields: unknown[]) => ({ id, kind: 'input', params: { fields } })
  const flow = Flow.parse({
    format: 'quorum.flow/1',
    name: 'x',
    nodes: [
      node('a', [{ name: 'q' }]),
      node('b', [{ name: 'q', required: true }, { name: 'r' }]),
      node('c', ['broken']),
    ],
    edges: [],
  })
  expect(inputFields(flow).map(({ name, required }) => [name, required])).toEqual([
    ['q', true],
    ['r', false],
  ])
})

test('the node gives the object of its fields, or fails with what is missing', () => {
  const params = input.params.parse({ fields: [{ name: 'q', required: true }] })
  expect(runInput.inTurn?.(params, inputOf({ q: 'Why?', other: 1 }))).toEqual({
    type: 'completed',
    ports: { out: { q: 'Why?' } },
  })
  expect(runInput.inTurn?.(params, inputOf({}))).toMatchObject({ type: 'failed', failure: { code: 'invalid-input' } })
})

test('a list and JSON have a port of their own; a list that is not given is empty', () => {
  const params = input.params.parse({
    fields: [
      { name: 'mails', label: 'One a line', type: 'list' },
      { name: 'out', type: 'list' },
      { name: 'tone' },
      { name: 'tasks', type: 'json' },
    ],
  })
  expect(input.ports(params).outputs).toMatchObject([
    { id: 'out', label: 'all fields', type: 'json' },
    { id: 'mails', label: 'mails', type: 'list' },
    { id: 'tasks', label: 'tasks', type: 'any' },
  ])
  expect(runInput.inTurn?.(params, inputOf({ mails: 'a\nb', tasks: 0 }))).toMatchObject({
    ports: { out: { mails: ['a', 'b'], out: null, tone: null, tasks: 0 }, mails: ['a', 'b'], tasks: 0 },
  })
  expect(runInput.inTurn?.(params, inputOf({}))).toEqual({
    type: 'completed',
    ports: { out: { mails: null, out: null, tone: null, tasks: null }, mails: [] },
  })
})

test('the object drawn to what takes a list is warned of, and the list offered instead', () => {
  const flow = Flow.parse({
    format: 'quorum.flow/1',
    name: 'x',
    nodes: [
      { id: 'i', kind: 'input', params: { fields: [{ name: 'mails', type: 'list' }] } },
      { id: 'p', kind: 'pool' },
      { id: 'w', kind: 'template', parent: 'p', params: { text: '{{ item }}' } },
    ],
    edges: [{ id: 'e', source: 'i', target: 'p' }],
  })
  expect(validateFlow(flow, { definition: definitionOf })).toContainEqual(
    expect.objectContaining({
      code: 'port-type',
      fix: { title: 'Take “mails”', type: 'updateEdge', edgeId: 'e', patch: { sourcePort: 'mails' } },
    }),
  )
})

test('two fields of one name are an issue', () => {
  const params = input.params.parse({ fields: [{ name: 'q' }, { name: 'q' }] })
  expect(input.check?.(params, { id: 'i', kind: 'input', position: { x: 0, y: 0 }, params: {} })).toMatchObject([
    { code: 'duplicate-field' },
  ])
})

test('any input at all is read without throwing', () => {
  const fields = fc.array(
    fc.record({ name: fc.string({ minLength: 1 }), type: fc.constantFrom(...fieldTypes), required: fc.boolean() }),
  )
  fc.assert(fc.property(fields, fc.jsonValue(), (list, given) => void checkInput(list, given as Value)))
})
