import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StepFailure } from '@quorum/engine'
import { expect, test, vi } from 'vitest'
import { readConfig } from '../config.ts'
import { tempFolder, testConfig, testServer } from '../testing/testServer.ts'
import { listMcpTools, mcpService } from './mcp.ts'

/** As small as a server can be; it says which environment it sees. */
const source = `
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  const say = (result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }))
  if (method === 'initialize') say({ protocolVersion: '2025-06-18', capabilities: {}, serverInfo: { name: 'x', version: '1' } })
  if (method === 'tools/list') say({ tools: [{ name: 'env', description: 'Its environment', inputSchema: { type: 'object' } }] })
  if (method === 'tools/call' && params.arguments.hang) console.log('noise')
  else if (method === 'tools/call') say({ content: [{ type: 'text', text: JSON.stringify([process.env, process.pid]) }] })
})`
const program = { command: process.execPath, args: ['-e', source], env: { GIVEN: 'by the operator' } }
const parts = {
  fetch: () => Promise.reject(new Error('nothing is fetched')),
  secret: () => Promise.reject(new Error('there is no key')),
  programs: { files: program },
}
const call = (url: string, args = {}, signal = new AbortController().signal) =>
  mcpService(parts)(
    { action: 'call', url, tool: 'env', args },
    { runId: 'r', flowId: null, signal, idempotencyKey: 'k' },
  )

test('a program the operator named lists its tools and is called, sees what it was given and is gone afterwards', async () => {
  process.env.A_SECRET_OF_OURS = 'x'
  expect(await listMcpTools(parts, { url: 'stdio:files' }, new AbortController().signal)).toMatchObject([
    { name: 'env' },
  ])
  const answer = (await call('stdio:files')) as { value: string }
  const [env, pid] = JSON.parse(answer.value) as [Record<string, string>, number]
  expect(env.GIVEN).toBe('by the operator')
  expect(env).not.toHaveProperty('A_SECRET_OF_OURS')
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 5_000 })
})

test('no other program is started, whatever a flow says', async () => {
  for (const name of ['other', '__proto__', 'constructor', '/bin/sh', 'files; rm -rf /'])
    await expect(call(`stdio:${name}`)).rejects.toMatchObject({ code: 'not-supported' })
})

test('one that hangs ends with the call, one that cannot start says so', async () => {
  const abort = new AbortController()
  setTimeout(() => abort.abort(new Error('cancelled')), 300)
  await expect(call('stdio:files', { hang: true }, abort.signal)).rejects.toThrow('cancelled')
  const none = { ...parts, programs: { files: { ...program, command: '/nothing/there' } } }
  const failure = await listMcpTools(none, { url: 'stdio:files' }, new AbortController().signal).catch(
    (error: StepFailure) => error,
  )
  expect(failure).toMatchObject({ code: 'connection', message: expect.stringContaining('could not be started') })
})

test('one that never says who it is, or says it without end, is given up and gone', async () => {
  const silent = { ...parts, programs: { files: { ...program, args: ['-e', 'setInterval(() => {}, 1000)'] } } }
  const asked = (of: typeof parts, ms?: number) =>
    listMcpTools(of, { url: 'stdio:files' }, new AbortController().signal, ms)
  await expect(asked(silent, 200)).rejects.toMatchObject({ code: 'timeout' })
  const endless = 'const more = () => process.stdout.write("x".repeat(65536), more); more()'
  const flood = { ...parts, programs: { files: { ...program, args: ['-e', endless] } } }
  await expect(asked(flood)).rejects.toMatchObject({ code: 'too-large' })
})

test('the operator’s list is read at the start, and a wrong one stops it in one line', async () => {
  const file = join(tempFolder(), 'servers.json')
  writeFileSync(file, JSON.stringify({ files: { command: 'x', env: { TOKEN: 'token-of-the-program' } } }))
  const { call: ask, deps } = await testServer({}, testConfig({ QUORUM_MCP_SERVERS: file }))
  expect((await ask('GET', '/api/mcp/servers')).body).toMatchObject({ items: [{ name: 'files', url: 'stdio:files' }] })
  expect(deps.redact('token-of-the-program')).toBe('[hidden]')
  writeFileSync(file, '{"Bad Name": {"command": "x"}}')
  expect(() => readConfig({ QUORUM_MCP_SERVERS: file })).toThrow(/QUORUM_MCP_SERVERS/)
  expect(() => readConfig({ QUORUM_MCP_SERVERS: `${file}x` })).toThrow(/cannot be read/)
})
