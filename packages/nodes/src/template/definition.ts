import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { templateParams, template as templateText } from '../params.ts'

/** Text with values filled in; no model is asked. */
export const template = defineNode({
  kind: 'template',
  title: 'Text',
  category: 'tool',
  summary: 'Writes a text with values of other nodes filled in.',
  aliases: ['template', 'format', 'write', 'liquid', 'compose'],
  icon: 'text-cursor-input',
  params: z.looseObject({
    text: templateText('Text', 'Names in {{ }} are filled in when it runs.', '{{ input }}'),
  }),
  ports: () => ({ inputs: [port('in')], outputs: [port('out', 'text', 'text')] }),
  rows: ({ text }) => [{ label: 'Text', value: text.slice(0, 40) }],
  strip: true,
  verb: 'Writing',
  templates: ({ text }) => templateParams({ text }),
})
