import { defineNode, type FlowIssue, type FlowNode, port, reducers } from '@quorum/engine'
import { z } from 'zod'
import { issue, mustBePlain, template, templateParams } from '../params.ts'

const Params = z.looseObject({
  action: z.enum(['read', 'write', 'merge', 'decay', 'checkpoint', 'restore']).default('write').meta({
    title: 'Does',
    description:
      'read: gives what is there. write: one key. merge: each field of the input is a key. decay: numbers fade. checkpoint, restore: keeps all, and goes back to it.',
  }),
  key: template('Key', 'Under what name it is kept. To read, empty means everything.', '', {
    onlyFor: { action: ['read', 'write', 'decay'] },
  }),
  reducer: z
    .enum(reducers)
    .default('last')
    .meta({
      title: 'Together with what is there',
      description:
        'last: replaces it. sum, max, min: numbers. append: adds to a list. union: a set. merge: fields of objects. Steps at the same time give the same in any order with sum, max, min and union.',
      onlyFor: { action: ['write', 'merge'] },
    }),
  value: template('Value', 'Empty: what comes in.', '', { onlyFor: { action: ['write'] } }),
  initial: z
    .unknown()
    .optional()
    .meta({
      title: 'If nothing is there',
      description: 'What is read then.',
      widget: 'json',
      onlyFor: { action: ['read'] },
    }),
  factor: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .meta({ title: 'Factor', description: 'Numbers are multiplied by it.', onlyFor: { action: ['decay'] } }),
  below: z
    .number()
    .min(0)
    .default(0.01)
    .meta({ title: 'Forgotten below', description: 'Smaller numbers go.', onlyFor: { action: ['decay'] } }),
  name: z
    .string()
    .min(1)
    .max(100)
    .default('checkpoint')
    .meta({ title: 'Checkpoint', description: 'Its name.', onlyFor: { action: ['checkpoint', 'restore'] } }),
})
type Params = z.infer<typeof Params>

/** What the steps of a run share: a store by key, with a rule how values come together (CATALOGUE §1). */
export const memory = defineNode({
  kind: 'memory',
  title: 'Memory',
  category: 'flow',
  summary: 'Keeps values that all steps of the run can see, and joins what several of them write.',
  aliases: ['store', 'variable', 'state', 'shared', 'remember', 'counter', 'checkpoint', 'scratchpad', 'global'],
  icon: 'database',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('out')] }),
  fact: inWords,
  rows: (params) => [
    { label: 'Does', value: inWords(params) },
    ...(params.action === 'write' && params.reducer !== 'last' ? [{ label: 'Together', value: params.reducer }] : []),
  ],
  strip: true,
  verb: 'Remembering',
  usesMemory: true,
  templates: ({ action, key, value }) =>
    templateParams({
      ...(action === 'read' || action === 'write' || action === 'decay' ? { key } : {}),
      ...(action === 'write' ? { value } : {}),
    }),
  check,
})

function inWords({ action, key, name }: Params): string {
  if (action === 'checkpoint' || action === 'restore') return `${action} ${name}`
  return action === 'merge' ? 'merge the input' : `${action} ${key || 'everything'}`
}

function check({ action, key, value }: Params, node: FlowNode): FlowIssue[] {
  if (action === 'write' && key.trim() === '')
    return [issue(node, 'missing-param', 'key', 'Say under what name it is kept.')]
  return [...mustBePlain(node, 'key', key), ...mustBePlain(node, 'value', value)]
}
