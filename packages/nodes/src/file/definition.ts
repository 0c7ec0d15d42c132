import { defineNode, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { issue, mustBePlain, template, templateParams } from '../params.ts'
import { openArguments } from '../toolSchema.ts'

export const fileActions = ['read', 'write', 'append', 'list', 'delete'] as const

/** A name and no path: it leads nowhere else (SECURITY S12). */
export const fileName = /^[\p{L}\p{N}_][\p{L}\p{N} ._-]{0,99}$/u

/** Reads and writes texts in the flow's own folder. */
export const file = defineNode({
  kind: 'file',
  title: 'File',
  category: 'tool',
  summary: 'Reads or writes a text file in this flow’s own folder.',
  aliases: ['read', 'write', 'save', 'folder', 'document', 'notes', 'storage'],
  icon: 'folder',
  params: z.looseObject({
    action: z.enum(fileActions).default('write').meta({
      title: 'What to do',
      description: 'write replaces the file, append adds to its end, list names all files.',
    }),
    name: template('File', 'Its name, without a folder. Every flow has one folder of its own.', 'notes.txt', {
      onlyFor: { action: ['read', 'write', 'append', 'delete'] },
    }),
    text: template('Text', 'What is written.', '{{ input }}', { onlyFor: { action: ['write', 'append'] } }),
    missing: z
      .enum(['fail', 'empty'])
      .default('fail')
      .meta({
        title: 'A file that is not there',
        description: 'fail: the step fails. empty: it reads as empty text.',
        onlyFor: { action: ['read'] },
      }),
  }),
  ports: ({ action }) => ({ inputs: [port('in')], outputs: [port('out', action === 'read' ? 'text' : 'file')] }),
  fields: ({ action }) => (action === 'read' || action === 'list' ? null : ['name', 'size']),
  fact: ({ action }) => action,
  rows: ({ action, name }) => [
    { label: action === 'list' ? 'Lists' : 'File', value: action === 'list' ? 'all files' : name },
  ],
  strip: true,
  verb: 'Filing',
  callsOut: () => true,
  asks: () => ({ min: 0, expected: 0, max: 0 }),
  templates: (params) => templateParams(textsOf(params)),
  asTool: (params) => ({
    schema: openArguments(Object.values(textsOf(params)), { name: 'Name of the file', text: 'What to write' }),
    dangerous: params.action !== 'read' && params.action !== 'list',
  }),
  check: ({ action, name }, node: FlowNode) => {
    if (action === 'list') return []
    if (name.trim() === '') return [issue(node, 'missing-param', 'name', 'Say which file.')]
    if (!name.includes('{{') && !fileName.test(name.trim()))
      return [
        issue(node, 'invalid-param', 'name', 'A file’s name takes letters, digits, spaces and . _ -, no folders.'),
      ]
    return mustBePlain(node, 'name', name)
  },
})

/** The texts that count for the action. */
export function textsOf({ action, name, text }: { action: (typeof fileActions)[number]; name: string; text: string }) {
  return {
    ...(action === 'list' ? {} : { name }),
    ...(action === 'write' || action === 'append' ? { text } : {}),
  }
}
