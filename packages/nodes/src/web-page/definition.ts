import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { issue, mustBePlain, template, templateParams } from '../params.ts'
import { openArguments } from '../toolSchema.ts'

/** Reads a page of the web as text. */
export const webPage = defineNode({
  kind: 'web-page',
  title: 'Web page',
  category: 'tool',
  summary: 'Reads a web page and passes on its text, without menus, scripts and pictures.',
  aliases: ['website', 'browse', 'scrape', 'read', 'article', 'html', 'url', 'fetch'],
  icon: 'file-text',
  params: z.looseObject({
    url: template('Address', 'The page to read, https://…', '{{ input }}'),
    maxChars: z.int().min(100).max(500_000).default(20_000).meta({
      title: 'At most (characters)',
      description: 'A longer page is cut off.',
    }),
    links: z
      .boolean()
      .default(false)
      .meta({ title: 'Keep links', description: 'Write addresses behind linked words.' }),
  }),
  ports: () => ({ inputs: [port('in')], outputs: [port('out', 'page', 'json')] }),
  fields: () => ['title', 'text', 'url', 'cut'],
  rows: ({ url }) => [{ label: 'Page', value: url.replace(/^https?:\/\//, '').slice(0, 40) }],
  strip: true,
  verb: 'Reading',
  callsOut: () => true,
  templates: ({ url }) => templateParams({ url }),
  asTool: ({ url }) => {
    const open = openArguments([url])
    const bare = url.trim() === '{{ input }}'
    return {
      schema: bare
        ? {
            type: 'object',
            properties: { url: { type: 'string', description: 'Address of the page, https://…' } },
            required: ['url'],
            additionalProperties: false,
          }
        : open,
      dangerous: false,
    }
  },
  check: ({ url }, node) =>
    url.trim() === ''
      ? [issue(node, 'missing-param', 'url', 'Say which page to read, or take it from the input.')]
      : mustBePlain(node, 'url', url),
})
