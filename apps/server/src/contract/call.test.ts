import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callFlow, loopFlow } from './flows.ts'
import { ended, type ServerProcess, startServer } from './serverProcess.ts'

const data = mkdtempSync(join(tmpdir(), 'quorum-call-'))
let server: ServerProcess

beforeAll(async () => {
  server = await startServer(data)
}, 30_000)
afterAll(async () => {
  await server?.stop()
  rmSync(data, { recursive: true, force: true })
})

test('a flow runs another saved flow as a step, as it was when the run began', async () => {
  const { id } = await server.post<{ id: string }>('/api/flows', loopFlow('simulated/fast'))
  const view = await server.until(await server.run(callFlow(id), {}), ended)
  expect(view).toMatchObject({
    status: 'completed',
    nodes: { c: { status: 'completed' }, 'c/writer': { counts: { completed: 3 } } },
  })
  expect(view.output?.result).toEqual(expect.any(String))
})

test('a call of a flow that is not there is said before the run', async () => {
  await expect(server.run(callFlow('nowhere'), {})).rejects.toThrow('unknown-flow')
})
