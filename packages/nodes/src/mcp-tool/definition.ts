import { defineNode, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { issue, template, templateParams } from '../params.ts'
import { openArguments } from '../toolSchema.ts'

/** Calls a tool of an MCP server over Streamable HTTP. */
export const mcpTool = defineNode({
  kind: 'mcp-tool',
  title: 'MCP tool',
  category: 'tool',
  summary: 'Calls a tool that an MCP server offers.',
  aliases: ['mcp', 'model context protocol', 'server', 'plugin', 'connector', 'integration'],
  icon: 'plug',
  params: z.looseObject({
    url: z
      .string()
      .max(2_000)
      .default('')
      .meta({ title: 'Server', description: 'Address of the MCP server, https://…' }),
    tool: z.string().max(200).default('').meta({ title: 'Tool', description: 'The name the server gives it.' }),
    args: template('Arguments', 'As JSON. {{ input }} passes what arrives, or what a model fills in.', '{{ input }}'),
    credential: z.string().max(64).optional().meta({
      title: 'Key',
      description: 'The id of a stored key (Settings). It is only sent to the hosts it is for.',
    }),
    fingerprint: z.string().max(64).optional().meta({
      title: 'Seen as',
      description: 'Set when the tool was looked up: if it changes, it is not called.',
      hidden: true,
    }),
  }),
  ports: () => ({ inputs: [port('in')], outputs: [port('out', 'result')] }),
  fact: ({ tool }) => tool,
  rows: ({ url, tool }) => [
    { label: 'Server', value: url.replace(/^https?:\/\//, '').slice(0, 40) || 'none yet' },
    { label: 'Tool', value: tool || 'none yet' },
  ],
  strip: true,
  verb: 'Calling',
  callsOut: () => true,
  asks: () => ({ min: 0, expected: 0, max: 0 }),
  templates: ({ args }) => templateParams({ args }),
  asTool: ({ args }) => ({
    schema: args.trim() === '{{ input }}' ? { type: 'object', additionalProperties: true } : openArguments([args]),
    dangerous: true,
  }),
  check: ({ url, tool }, node: FlowNode) => {
    if (!/^(https?:\/\/[^\s/]+|stdio:[\w-]+$)/.test(url))
      return [issue(node, 'missing-param', 'url', 'Give the address of the MCP server, beginning with https://.')]
    return tool === '' ? [issue(node, 'missing-param', 'tool', 'Choose which of its tools to call.')] : []
  },
})
