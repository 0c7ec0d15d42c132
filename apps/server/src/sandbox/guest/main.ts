import { readFileSync } from 'node:fs'
import type * as quickjs from 'quickjs-wasi'
import { createEvaluator } from './evaluate.ts'
import type { FromChild, Job } from './protocol.ts'

// The child of the pool. It holds nothing worth stealing: no environment, no files but the four it was started with.
const [engineUrl = '', wasmPath = '', liquidPath = ''] = process.argv.slice(2)
const send = (message: FromChild) => process.send?.(message)

// The server is gone: nothing is left to do, and nothing may outlive it.
process.on('disconnect', () => process.exit())

const engine: typeof quickjs = await import(engineUrl)
const evaluate = await createEvaluator(engine, readFileSync(wasmPath), readFileSync(liquidPath, 'utf8'))

process.on('message', async (job: Job) => {
  const reply = await evaluate(job)
  send({ reply, rssBytes: process.memoryUsage.rss() })
})
send({ ready: true })
