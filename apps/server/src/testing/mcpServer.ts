/**
 * An MCP server made with the reference implementation, for tests: `node mcpServer.ts stdio`, or `node mcpServer.ts http`, which
 * says its address in its first line.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { z } from 'zod'

type Transport = Parameters<McpServer['connect']>[0]

function made(): McpServer {
  const server = new McpServer({ name: 'weather', version: '1' })
  server.registerTool(
    'forecast',
    {
      description: 'The weather of a city.',
      inputSchema: {
        city: z.string().describe('Which city'),
        days: z.int().optional(),
        unit: z.enum(['C', 'F']).optional(),
      },
    },
    ({ city, days = 1, unit = 'C' }) => ({
      content: [{ type: 'text', text: `${city}: ${days} × sunny, 21 °${unit}` }],
    }),
  )
  server.registerTool('erase', { description: 'Erases the archive.' }, () => ({
    content: [{ type: 'text', text: 'gone' }],
  }))
  return server
}

if (process.argv[2] === 'stdio') await made().connect(new StdioServerTransport())
else {
  const server = createServer(async (request, response) => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined })
    await made().connect(transport as Transport)
    await transport.handleRequest(request, response)
  })
  server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`))
}
