import { defineNode, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { issue, templateParams } from '../params.ts'
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
      .meta({ title: 'Server', description: 'Address of the MCP server, https://…', widget: 'mcpServer' }),
    tool: z.string().max(200).default('').meta({ title: 'Tool', description: 'The name the server gives it.' }),
    args: z
      .string()
      .max(64 * 1024)
      .default('{{ input }}')
      .meta({
        title: 'Arguments',
        description: 'As JSON. {{ input }} passes what arrives, or what a model fills in.',
        widget: 'toolArguments',
      }),
    schema: z.looseObject({}).optional().meta({
      title: 'Asks for',
      description: 'JSON Schema of its arguments, as the server gave it when the tool was chosen.',
      hidden: true,
    }),
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
  asTool: ({ args, schema }) => ({
    schema:
      args.trim() === '{{ input }}'
        ? (schema ?? { type: 'object', additionalProperties: true })
        : openArguments([args]),
    dangerous: true,
  }),
  check: ({ url, tool, args, schema }, node: FlowNode) => {
    if (!/^(https?:\/\/[^\s/]+|stdio:[\w-]+$)/.test(url))
      return [issue(node, 'missing-param', 'url', 'Give the address of the MCP server, beginning with https://.')]
    if (tool === '') return [issue(node, 'missing-param', 'tool', 'Choose which of its tools to call.')]
    // Only what is missing: all else that arguments.ts knows is said in the form, and compared before the call.
    const required = Array.isArray(schema?.required) ? schema.required : []
    const missing = required.filter((name) => !args.includes(JSON.stringify(name)))
    return missing.length === 0 || args.trim() === '{{ input }}'
      ? []
      : [issue(node, 'bad-arguments', 'args', `The tool needs “${missing.join('”, “')}”. Fill it in.`)]
  },
})
