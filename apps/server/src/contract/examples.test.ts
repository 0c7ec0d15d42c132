import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ended, type ServerProcess, startServer } from './serverProcess.ts'

interface Example {
  readonly about: string
  readonly flow: unknown
  readonly input: unknown
  readonly expect: { status: string; nodes?: Record<string, string>; counts?: Record<string, number>; output?: unknown }
}

const folder = new URL('./examples/', import.meta.url)
const data = mkdtempSync(join(tmpdir(), 'quorum-examples-'))
let server: ServerProcess

beforeAll(async () => {
  server = await startServer(data)
}, 30_000)
afterAll(async () => {
  await server?.stop()
  rmSync(data, { recursive: true, force: true })
})

test.each(readdirSync(folder).filter((name) => name.endsWith('.json')))(
  'the example %s comes out as it says',
  async (file) => {
    const example = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Example
    const view = await server.until(await server.run(example.flow, example.input), ended)
    const { status, nodes = {}, counts = {} } = example.expect
    expect(view.status, example.about).toBe(status)
    expect(Object.fromEntries(Object.keys(nodes).map((id) => [id, view.nodes[id]?.status]))).toEqual(nodes)
    expect(Object.fromEntries(Object.keys(counts).map((id) => [id, view.nodes[id]?.counts.completed]))).toEqual(counts)
    if ('output' in example.expect) expect(view.output).toEqual(example.expect.output)
  },
  30_000,
)
