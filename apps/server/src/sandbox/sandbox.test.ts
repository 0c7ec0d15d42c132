import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { StepFailure, type Value } from '@quorum/engine'
import { afterAll, describe, expect, test } from 'vitest'
import { sandboxLimits } from './guest/protocol.ts'
import { createSandbox } from './sandbox.ts'

const sandbox = createSandbox({ size: 2 })
afterAll(() => sandbox.close())

const never = new AbortController().signal
const run = (source: string, input: Value = null, timeoutMs = 5_000) =>
  sandbox.run({ source, input, ctx: { round: 2 }, timeoutMs, memoryMb: 32, signal: never })
const resultOf = async (source: string, input: Value = null) => (await run(source, input)).value
const failureOf = async (work: Promise<unknown>): Promise<StepFailure> => {
  const error = await work.then(
    () => new Error('it succeeded'),
    (error: unknown) => error,
  )
  if (error instanceof StepFailure) return error
  throw error
}
const body = (statements: string) => `export default (input, ctx) => { ${statements} }`

describe('code', () => {
  test('gets input and context and gives back JSON, also from an async function', async () => {
    expect(
      await resultOf('export default (input, ctx) => ({ sum: input.a + input.b, round: ctx.round })', { a: 1, b: 2 }),
    ).toEqual({
      sum: 3,
      round: 2,
    })
    expect(await resultOf('export default async (input) => { await null; return [input, null] }', 'é😀')).toEqual([
      'é😀',
      null,
    ])
  })

  test('has a bounded console whose lines come back', async () => {
    const { log } = await run(
      body('console.log("got", { a: 1 }); for (let i = 0; i < 999; i++) console.warn(i); return 1'),
    )
    expect(log[0]).toBe('got {"a":1}')
    expect(log).toHaveLength(200)
  })

  test('an error carries its name, message and line', async () => {
    const failure = await failureOf(run('export default (input) => {\n  const x = null\n  return x.y\n}'))
    expect(failure).toMatchObject({ code: 'code-error', retryable: false })
    expect(failure.message).toMatch(/TypeError.*\(line 3\)/)
  })

  test('a syntax error is told apart from an error while running', async () => {
    const failure = await failureOf(run('export default () => {\n  return }}'))
    expect(failure).toMatchObject({ code: 'code-syntax' })
    expect(failure.message).toContain('line 2')
    expect((await failureOf(run('throw new SyntaxError("mine")'))).code).toBe('code-error')
  })

  test.each([
    ['no function', 'export default 5', 'code-error'],
    ['nothing', 'export default () => undefined', 'code-output'],
    ['a BigInt', 'export default () => 10n', 'code-output'],
    ['a circle', body('const a = {}; a.a = a; return a'), 'code-output'],
    ['a promise that never settles', 'export default () => new Promise(() => {})', 'code-error'],
    ['an import', 'import fs from "node:fs"; export default () => 1', 'code-error'],
    ['endless recursion', body('const f = () => f() + 1; return f()'), 'code-error'],
    ['a memory bomb', body('const a = []; while (true) a.push(new Array(1e5).fill(7))'), 'code-memory'],
    ['too much output', `export default () => "x".repeat(${sandboxLimits.outputBytes - 1})`, 'code-output'],
  ])('%s fails with a code', async (_, source, code) => {
    expect((await failureOf(run(source))).code).toBe(code)
  })

  test.each([
    ['a loop', body('while (true) {}')],
    ['a regular expression', body('return /^(a+)+$/.test("a".repeat(40) + "b")')],
    ['a getter of the thrown error', body('throw { get message() { while (true) {} } }')],
    ['native work that no interrupt reaches', body('return new Array(2 ** 31).sort()')],
  ])('endless work in %s is stopped', async (_, source) => {
    expect((await failureOf(run(source, null, 200))).code).toBe('code-timeout')
    expect(await resultOf('export default () => "still here"')).toBe('still here')
  })

  test('output of exactly the limit passes', async () => {
    expect(await resultOf(`export default () => "x".repeat(${sandboxLimits.outputBytes - 2})`)).toHaveLength(
      sandboxLimits.outputBytes - 2,
    )
  })

  test('too much input or source is refused before any work', async () => {
    expect((await failureOf(run('export default () => 1', 'x'.repeat(sandboxLimits.inputBytes)))).code).toBe(
      'code-error',
    )
    expect((await failureOf(run(' '.repeat(sandboxLimits.sourceBytes + 1)))).code).toBe('code-syntax')
  })

  test('there is no process, network, module or host object to be found', async () => {
    const names = ['process', 'require', 'fetch', 'Deno', 'Bun', 'WebAssembly', 'setTimeout', 'std', 'os', '__bridge']
    const source = `export default () => ${JSON.stringify(names)}.map((name) => typeof globalThis[name])`
    expect(new Set((await resultOf(source)) as string[])).toEqual(new Set(['undefined']))
  })

  test.each([
    body('return globalThis.constructor.constructor("return typeof process")()'),
    body('return input.constructor.constructor("return typeof process")()'),
    body('return (() => {}).constructor("return this")() === globalThis ? typeof process : "another world"'),
    body('return (async () => {}).constructor("return typeof process")()'),
    body('return ctx.__proto__.constructor.constructor("return typeof process")()'),
    body('try { null.x } catch (e) { return e.constructor.constructor("return typeof process")() }'),
    'export default () => import("node:child_process").then(() => "imported", () => "undefined")',
  ])('a climb through constructors stays inside: %s', async (source) => {
    expect(await resultOf(source, { a: 1 })).toBe('undefined')
  })

  test('pollution of prototypes and globals reaches neither the server nor the next call', async () => {
    await run(
      body(`Object.prototype.polluted = 1; Array.prototype.push = () => 0; JSON.parse = () => 0
        globalThis.left = 1; Object.prototype.toJSON = undefined; return JSON.stringify === undefined`),
    )
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(await resultOf(body('return [typeof {}.polluted, typeof left, JSON.parse("1")]'))).toEqual([
      'undefined',
      'undefined',
      1,
    ])
  })

  test('the key __proto__ crosses as data', async () => {
    const input = JSON.parse('{"__proto__": {"admin": true}}')
    const value = await resultOf(
      'export default (input) => ({ keys: Object.keys(input), admin: ({}).admin ?? null })',
      input,
    )
    expect(value).toEqual({ keys: ['__proto__'], admin: null })
  })

  test('a hundred calls at once all get their own answer', async () => {
    const values = await Promise.all(Array.from({ length: 100 }, (_, i) => resultOf('export default (i) => i * 2', i)))
    expect(values).toEqual(Array.from({ length: 100 }, (_, i) => i * 2))
  })

  test('an abort ends a running and a waiting call at once', async () => {
    const abort = new AbortController()
    const calls = Array.from({ length: 4 }, () =>
      sandbox.run({
        source: body('while (true) {}'),
        input: null,
        ctx: null,
        timeoutMs: 9_000,
        memoryMb: 32,
        signal: abort.signal,
      }),
    )
    abort.abort(new Error('cancelled'))
    for (const result of await Promise.allSettled(calls))
      expect(result).toMatchObject({ reason: { message: 'cancelled' } })
    expect(await resultOf('export default () => 1')).toBe(1)
  })
})

describe('templates', () => {
  const render = (...texts: string[]) =>
    sandbox.render(texts, { input: { a: 41, list: [1, 2] }, one: { text: 'x' } }, never)

  test('filters and tags work, and objects become text as everywhere', async () => {
    expect(
      await render(
        '{{ input.a | plus: 1 }}',
        '{% for x in input.list %}{{ x }},{% endfor %}',
        '{{ one }}{{ input.list }}',
      ),
    ).toEqual(['42', '1,2,', 'x[\n  1,\n  2\n]'])
  })

  test.each([
    ['{{ nope | upcase }}', 'missing-value'],
    ['{{ input.constructor | upcase }}', 'missing-value'],
    ['{{ input.a | nofilter }}', 'template-error'],
    ['{% if', 'template-error'],
    ['{% include "x" %}', 'template-error'],
    ['{% for i in (1..100000000) %}x{% endfor %}', 'template-error'],
  ])('%s fails with %s', async (text, code) => {
    expect((await failureOf(render(text))).code).toBe(code)
  })
})

describe('the child processes', () => {
  const childrenOf = (pid: number): number[] =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0)
      return true
    } catch {
      return false
    }
  }

  test.runIf(process.platform === 'linux')('are gone after close, and a late call is refused', async () => {
    const before = new Set(childrenOf(process.pid))
    const own = createSandbox({ size: 2 })
    const call = {
      source: 'export default () => 1',
      input: null,
      ctx: null,
      timeoutMs: 5_000,
      memoryMb: 16,
      signal: never,
    }
    await Promise.all([own.run(call), own.run(call)])
    const started = childrenOf(process.pid).filter((pid) => !before.has(pid))
    expect(started).toHaveLength(2)
    own.close()
    await expect.poll(() => started.filter(isAlive)).toEqual([])
    expect((await failureOf(own.run(call))).code).toBe('sandbox-busy')
  })

  const idleServer = (...args: string[]) =>
    fork(new URL('./testing/idleServer.ts', import.meta.url), args, {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })

  test.runIf(process.platform === 'linux').each(['stay', 'loop'])(
    'do not outlive a killed server (%s)',
    async (manner) => {
      const server = idleServer(manner)
      await once(server, 'message')
      const children = childrenOf(server.pid ?? 0)
      expect(children.length).toBeGreaterThan(0)
      server.kill('SIGKILL')
      await expect.poll(() => children.filter(isAlive), { timeout: 5_000 }).toEqual([])
    },
  )

  test('do not keep a server alive that has nothing more to do', async () => {
    expect(await once(idleServer('leave'), 'exit')).toEqual([0, null])
  })
})
