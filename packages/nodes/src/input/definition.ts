import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { duplicates, issue, plural } from '../params.ts'

export const fieldTypes = ['text', 'number', 'boolean', 'json', 'list', 'file'] as const

const Field = z.looseObject({
  name: z
    .string()
    .min(1)
    .max(64)
    .refine((name) => !['__proto__', 'constructor', 'prototype'].includes(name), 'is a reserved word')
    .meta({ title: 'Name', description: 'How other nodes call it, e.g. {{ input.question }}.' }),
  label: z
    .string()
    .max(200)
    .optional()
    .meta({ title: 'Label', description: 'What the form shows. The name if empty.' }),
  type: z
    .enum(fieldTypes)
    .default('text')
    .meta({
      title: 'Type',
      description: 'What kind of value people give.',
      labels: {
        text: 'Text',
        number: 'Number',
        boolean: 'Yes or no',
        list: 'List, one a line',
        json: 'JSON',
        file: 'Picture or file',
      },
    }),
  required: z.boolean().default(false).meta({ title: 'Required', description: 'The run does not start without it.' }),
  default: z.json().optional().meta({ title: 'Default', description: 'Taken when nothing is given.', widget: 'json' }),
})
export type Field = z.infer<typeof Field>

/** Nothing to ask people about, but not to be counted on either. */
const almostSure = 1 - 1e-9

/** Where a run begins: an object of the fields people fill in. */
export const input = defineNode({
  kind: 'input',
  title: 'Input',
  category: 'io',
  summary: 'Where the run begins: what people type or send in.',
  aliases: ['start', 'question', 'form', 'trigger', 'begin'],
  icon: 'message-square',
  input: true,
  params: z.looseObject({
    fields: z.array(Field).max(100).default([]).meta({
      title: 'Fields',
      description: 'What the run form asks for. Without fields the whole input is passed on.',
    }),
  }),
  starts: { fields: [{ name: 'question', label: 'Question', type: 'text', required: true }] },
  ports: ({ fields }) => {
    const bare = bareFields(fields).map(({ name, type }) => port(name, name, type === 'list' ? 'list' : 'any'))
    return { inputs: [], outputs: [port('out', bare.length > 0 ? 'all fields' : 'out', 'json'), ...bare] }
  },
  // What is required is there in every run.
  chances: ({ fields }) => ({
    exclusive: false,
    ports: {
      out: 1,
      ...Object.fromEntries(bareFields(fields).map(({ name, required }) => [name, required ? 1 : almostSure])),
    },
  }),
  fields: ({ fields }) => (fields.length === 0 ? null : fields.map(({ name }) => name)),
  fact: ({ fields }) => plural(fields.length, 'field'),
  rows: ({ fields }) => (fields.length === 0 ? [] : [{ label: 'Asks for', value: fields.map(titleOf).join(', ') }]),
  width: 200,
  takesPolicy: false,
  check: ({ fields }, node) =>
    duplicates(fields.map(({ name }) => name)).map((name) =>
      issue(node, 'duplicate-field', 'fields', `Two fields are called “${name}”. Rename one of them.`),
    ),
})

/**
 * Lists and JSON have ports of their own: what works on a list takes it bare, and nobody should have to write code to get
 * at it. (A text is taken out of the object by `{{ input.name }}`.)
 */
export const bareFields = (fields: readonly Field[]): readonly Field[] =>
  fields.filter(({ name, type }) => (type === 'list' || type === 'json') && name !== 'out')

export const titleOf = (field: Field) => field.label || field.name
