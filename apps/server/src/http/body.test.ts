import { Flow } from '@quorum/engine'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { parse, readJson } from './body.ts'
import { Problem } from './problem.ts'

const app = new Hono()
app.onError((error, c) => c.text(error instanceof Problem ? error.code : error.message, 400))
app.post('/', async (c) => c.json((await readJson(c, 1_000)).value ?? 'nothing'))
const post = async (body: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
  (await app.request('/', { method: 'POST', body, headers: { 'content-type': type } })).text()

test.each([
  ['{"a":', 'bad-json'],
  ['nope', 'bad-json'],
  [new Uint8Array([0x22, 0xff, 0x22]), 'bad-json'],
  [`"${'x'.repeat(1_000)}"`, 'too-large'],
  [`${'['.repeat(101)}${']'.repeat(101)}`, 'invalid'],
])('a body that is not what it should be has its own code: %s', async (body, code) => {
  expect(await post(body)).toBe(code)
})

test('forms and text are refused even if they hold JSON', async () => {
  expect(await post('{}', 'text/plain')).toBe('unsupported-type')
  expect(await post('{}', 'application/json-not')).toBe('unsupported-type')
  expect(await post('{}', 'application/json; charset=utf-8')).toBe('{}')
})

test('a hundred levels and brackets inside strings are fine', async () => {
  const deep = `${'['.repeat(100)}${']'.repeat(100)}`
  expect(await post(deep)).toBe(deep)
  expect(await post(JSON.stringify('['.repeat(500)))).toBe(JSON.stringify('['.repeat(500)))
})

test('a body whose length lies is cut off while it is read', async () => {
  const endless = new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(400)) })
  const request = new Request('http://x/', {
    method: 'POST',
    body: endless,
    headers: { 'content-type': 'application/json' },
    duplex: 'half',
  } as RequestInit)
  expect(await (await app.request(request)).text()).toBe('too-large')
})

test('issues say where: the branch of a union that fits best, and limits by their number', () => {
  const schema = z.object({ it: z.union([z.object({ a: z.object({ b: z.number() }) }), z.string()]) })
  const issuesOf = (work: () => unknown) => {
    try {
      work()
    } catch (error) {
      if (error instanceof Problem) return error.extra.issues
    }
    return undefined
  }
  expect(issuesOf(() => parse(schema, { it: { a: { b: 'x' } } }))?.[0]?.path).toBe('it.a.b')
  const nodes = Array.from({ length: 10_001 }, (_, i) => ({ id: `n${i}`, kind: 'template' }))
  const issues = issuesOf(() => parse(Flow, { format: 'quorum.flow/1', name: 'x', nodes, edges: [] }))
  expect(issues?.[0]).toMatchObject({ code: 'too-many-nodes', path: 'nodes' })
  expect(issues?.[0]?.message).toContain('10,000')
})
