import type * as quickjs from 'quickjs-wasi'
import { codePrelude, renderPrelude } from './prelude.ts'
import { type Job, type Reply, sandboxLimits } from './protocol.ts'

type Machine = quickjs.QuickJS
/** Of the platform, but in none of the type libraries a server loads. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> }

const moduleFlag: typeof quickjs.EvalFlags.TYPE_MODULE = 1
const codeFile = 'code.js'
const fail = (code: string, message: string): Extract<Reply, { ok: false }> => ({
  ok: false,
  code,
  message: message.slice(0, sandboxLimits.errorChars),
})

/** Compiles once, snapshots after the preludes, and gives every job a fresh machine from its snapshot. */
export async function createEvaluator(
  { QuickJS, JSException }: typeof quickjs,
  wasm: Uint8Array,
  liquidSource: string,
): Promise<(job: Job) => Promise<Reply>> {
  const compiled = await WebAssembly.compile(wasm)
  const snapshotOf = async (...sources: string[]) => {
    const machine = await QuickJS.create({ wasm: compiled, timezoneOffset: 0 })
    for (const source of sources) machine.evalCode(source, 'prelude.js').dispose()
    const snapshot = machine.snapshot()
    machine.dispose()
    return snapshot
  }
  const forCode = await snapshotOf(codePrelude)
  let forRender: quickjs.Snapshot | undefined

  return async (job) => {
    if (job.type === 'render') forRender ??= await snapshotOf(liquidSource, renderPrelude)
    const deadline = Date.now() + job.timeoutMs
    let interrupted = false
    const machine = await QuickJS.restore(job.type === 'render' && forRender ? forRender : forCode, {
      wasm: compiled,
      memoryLimit: job.memoryMb * 1024 * 1024,
      // A thousand calls deep; more would reach the end of the host's own stack first, which no guest error reports.
      maxStackSize: 256 * 1024,
      timezoneOffset: 0,
      interruptHandler: () => {
        interrupted ||= Date.now() > deadline
        return interrupted
      },
    })
    try {
      const bridge = machine.global.getProp('__bridge')
      machine.evalCode('delete globalThis.__bridge', 'prelude.js').dispose()
      return job.type === 'run' ? runCode(machine, bridge, job) : render(machine, bridge, job)
    } catch (error) {
      if (!interrupted) return explain(error, job, error instanceof JSException)
      return job.type === 'render'
        ? fail('template-error', `The templates took longer than ${job.timeoutMs} ms: use a code node for heavy work`)
        : fail(
            'code-timeout',
            `The code took longer than ${job.timeoutMs} ms. Do less work, or raise the node's time limit`,
          )
    }
    // The machine is never disposed: that would be guest work after the result. Its memory goes with the instance.
  }
}

function runCode(machine: Machine, bridge: quickjs.JSValueHandle, job: Extract<Job, { type: 'run' }>): Reply {
  const call = (name: string, ...args: quickjs.JSValueHandle[]) =>
    machine.callFunction(bridge.getProp(name), bridge, ...args)
  let module: quickjs.JSValueHandle
  try {
    module = machine.evalCode(job.source, codeFile, moduleFlag)
  } catch (error) {
    if (error instanceof Error && error.name === 'SyntaxError') return fail('code-syntax', sentence(error))
    throw error
  }
  call('start', module, machine.newString(job.input), machine.newString(job.ctx))
  machine.executePendingJobs()
  switch (call('state').toString()) {
    case 'pending':
      return fail(
        'code-error',
        'The code waits for a promise that nothing can settle. There are no timers and no network here',
      )
    case 'no-function':
      return fail('code-error', 'The code exports no function. Write: export default (input, ctx) => …')
    case 'nothing':
      return fail(
        'code-output',
        'The code returned no value (or a function). Return text, a number, a list or an object',
      )
    case 'not-json':
      try {
        call('finish')
      } catch (error) {
        return fail('code-output', `The returned value is not JSON: ${sentence(error)}`)
      }
  }
  const result = call('finish')
  const tooLarge = () =>
    fail('code-output', `The returned value is larger than ${sandboxLimits.outputBytes} bytes of JSON. Return less`)
  if (result.length > sandboxLimits.outputBytes) return tooLarge()
  const value = result.toString()
  if (Buffer.byteLength(value) > sandboxLimits.outputBytes) return tooLarge()
  return { ok: true, value, log: call('log').toString() }
}

function render(machine: Machine, bridge: quickjs.JSValueHandle, job: Extract<Job, { type: 'render' }>): Reply {
  const result = machine.callFunction(
    bridge.getProp('render'),
    bridge,
    machine.newString(job.texts),
    machine.newString(job.names),
  )
  if (result.length > sandboxLimits.outputBytes * 2) return fail('template-error', 'The rendered text is too large')
  const answer = JSON.parse(result.toString())
  if ('rendered' in answer) return { ok: true, value: JSON.stringify(answer.rendered), log: '[]' }
  return fail(answer.missing ? 'missing-value' : 'template-error', answer.error)
}

function explain(error: unknown, job: Job, ofTheGuest: boolean): Reply {
  const prefix = job.type === 'render' ? 'template' : 'code'
  const text = sentence(error)
  if (!ofTheGuest && !/out of memory/i.test(text))
    return {
      ...fail(`${prefix}-error`, `The ${prefix} broke its engine, probably by going too deep: ${text}`),
      worn: true,
    }
  if (/could not load module/.test(text))
    return fail('code-error', `${text}. The code cannot import anything: put what it needs into the code or its input`)
  if (/out of memory/i.test(text) || text === 'null')
    return job.type === 'render'
      ? fail('template-error', 'The templates need more memory than they may have')
      : fail('code-memory', `The code needs more than ${job.memoryMb} MB of memory. Work on less at a time`)
  return fail(`${prefix}-error`, text)
}

/** "TypeError: x is not a function (line 3)". The name and message are the guest's own words. */
function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const line = /code\.js:(\d+)/.exec(error.stack ?? '')?.[1]
  const named = error.name === 'Error' || error.name === 'undefined' ? error.message : `${error.name}: ${error.message}`
  return line === undefined ? named : `${named} (line ${line})`
}
