import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { asking } from './testing/flows.ts'
import { fold, readSse } from './testing/readSse.ts'
import { tempFolder } from './testing/testServer.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

/** The real program, with only these settings. */
function launch(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  const url = new Promise<string>((resolve) => {
    for (const pipe of [child.stdout, child.stderr]) {
      pipe.on('data', (text: Buffer) => {
        said += text.toString()
        const ready = /ready at (\S+)/.exec(said)?.[1]
        if (ready) resolve(ready)
      })
    }
  })
  return { child, url, said: () => said, exit: exitOf(child) }
}
const exitOf = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.on('exit', resolve))

test('what the operator got wrong is one line and exit code 1', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void taken.close())
  const { port } = taken.address() as { port: number }
  const folder = tempFolder()
  writeFileSync(join(folder, 'file'), '')
  for (const [env, words] of [
    [{ PORT: String(port), QUORUM_DATA: join(folder, 'a') }, `Port ${port} is taken`],
    [{ PORT: 'x', QUORUM_DATA: join(folder, 'b') }, 'PORT must be a number'],
    [{ HOST: '0.0.0.0', QUORUM_DATA: join(folder, 'c') }, 'QUORUM_TOKEN'],
    [{ QUORUM_DATA: join(folder, 'file/in/a/file') }, 'QUORUM_DATA'],
  ] as const) {
    const { exit, said } = launch(env)
    expect(await exit).toBe(1)
    expect(said()).toContain(words)
    expect(said().trim().split('\n')).toHaveLength(1)
  }
}, 30_000)

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'a run that waits goes on after %s and a new start, and a second server is kept out',
  async (signal) => {
    const QUORUM_DATA = tempFolder()
    const first = launch({ QUORUM_DATA })
    const headers = { 'content-type': 'application/json' }
    const started = await fetch(`${await first.url}/api/runs`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ flow: asking, input: { question: 'Why?' } }),
    })
    const { id } = (await started.json()) as { id: string }

    const second = launch({ QUORUM_DATA })
    expect(await second.exit).toBe(1)
    expect(second.said()).toContain('Another Quorum already uses')

    const stream = await fetch(`${await first.url}/api/runs/${id}/events`)
    first.child.kill(signal)
    const code = await first.exit
    if (signal === 'SIGTERM') expect(code).toBe(0)
    await stream.text().catch(() => 'cut off')

    const again = await launch({ QUORUM_DATA }).url
    const answer = await fetch(`${again}/api/runs/${id}/signals/ok`, {
      method: 'POST',
      headers,
      body: '{"decision":"approve"}',
    })
    expect(answer.status).toBe(202)
    const { body } = await fetch(`${again}/api/runs/${id}/events`)
    let view = null
    for await (const event of readSse(body as ReadableStream<Uint8Array>)) view = fold(view, event)
    expect(view).toMatchObject({ status: 'completed' })
    expect(await (await fetch(`${again}/api/runs/${id}`)).json()).toEqual(view)
  },
  30_000,
)
