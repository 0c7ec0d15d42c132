import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { die, outputOf, root } from './process.mjs'

/** The process that started us. Read at load: later it may be gone already. */
const parent = process.ppid

/** The binary behind `node` on PATH: a direct child, so signals reach it and not a shell around it. */
const nodePath = () => outputOf('node', ['-p', 'process.execPath']) || 'node'

/** Serves until a signal comes or whoever started us is gone; then the server is stopped and its exit code taken over. */
export function serve() {
  stopTogether([
    spawn(nodePath(), ['src/main.ts'], { cwd: join(root, 'apps/server'), stdio: 'inherit', env: serverEnv() }),
  ])
}

/** People name the data folder from where they typed the command, not from where the server happens to run. */
const serverEnv = () => ({
  // Reading modules is most of the start; kept compiled, the next one is quicker.
  NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/quorum/compiled'),
  ...process.env,
  QUORUM_DATA: resolve(root, process.env.QUORUM_DATA || 'data'),
})

/** The server, restarted at each change, and Vite before it. Vite waits: its proxy reports errors until the port is open. */
export async function serveDev() {
  const node = nodePath()
  const port = Number(process.env.PORT ?? 4400)
  // The page comes from Vite's address, so the server must take requests from there.
  const env = { QUORUM_PUBLIC_URL: 'http://127.0.0.1:5173', ...serverEnv() }
  const server = spawn(node, ['--watch', 'src/main.ts'], { cwd: join(root, 'apps/server'), stdio: 'inherit', env })
  const children = stopTogether([server])
  if (!(await opens(port, 20_000))) die(`the server did not open port ${port} within 20 s.`)
  const editorDir = join(root, 'apps/editor')
  const vite = join(editorDir, 'node_modules/vite/bin/vite.js')
  children.add(spawn(node, [vite], { cwd: editorDir, stdio: 'inherit' }))
}

/** npm hands SIGTERM to its shell only, so the parent is watched as well. */
function stopTogether(first) {
  const running = new Set()
  const stopAll = (signal) => {
    for (const child of running) child.kill(signal)
  }
  const add = (child) => {
    running.add(child)
    child.on('error', (error) => die(`could not start the server: ${error.message}`))
    child.on('exit', (code) => {
      running.delete(child)
      process.exitCode ??= code ?? 0
      stopAll('SIGTERM')
      if (running.size === 0) process.exit()
    })
  }
  for (const child of first) add(child)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopAll(signal))
  setInterval(() => process.ppid !== parent && stopAll('SIGTERM'), 500).unref()
  return { add }
}

async function opens(port, withinMs) {
  const deadlineMs = Date.now() + withinMs
  while (Date.now() < deadlineMs) {
    const open = await new Promise((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' })
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (open) return true
    await sleep(200)
  }
  return false
}
