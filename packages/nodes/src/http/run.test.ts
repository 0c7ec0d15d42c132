import type { HttpRequest, Value } from '@quorum/engine'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contextOf, inputOf } from '../testing.ts'
import { http } from './definition.ts'
import { runHttp } from './run.ts'

async function sent(params: Record<string, unknown>, input: Value): Promise<HttpRequest> {
  const { ctx, called } = contextOf()
  await runHttp.task?.(ctx, http.params.parse(params), inputOf(input))
  return called[0] as HttpRequest
}
const issues = (params: Record<string, unknown>) =>
  http.check?.(http.params.parse(params), { id: 'h', kind: 'http', position: { x: 0, y: 0 }, params }) ?? []

describe('the address', () => {
  test('takes each value as one component, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (text) => {
        fc.pre(!/^\s*\.{1,2}\s*$/.test(text))
        const { url } = await sent({ url: 'https://api.example/v1/{{ input.a }}/x?q={{ input.a }}' }, { a: text, b: 1 })
        const read = new URL(url)
        expect(read.host).toBe('api.example')
        expect(read.pathname.split('/')).toHaveLength(4)
        expect(read.hash).toBe('')
        expect([...read.searchParams]).toEqual([['q', text.toWellFormed()]])
      }),
    )
  })

  test('may be a value as a whole', async () => {
    expect(await sent({ url: '{{ input.url }}' }, { url: 'https://a.example/x?y=1#z', n: 1 })).toMatchObject({
      url: 'https://a.example/x?y=1#z',
    })
  })

  test.each(['..', '.'])('a value %s cannot climb out of its folder', async (a) => {
    await expect(sent({ url: 'https://a.example/files/{{ input.a }}' }, { a, b: 1 })).rejects.toMatchObject({
      code: 'invalid-request',
    })
  })

  test.each(['no address', 'ftp://a.example', 'javascript:alert(1)'])('%s is refused', async (url) => {
    await expect(sent({ url: '{{ input.url }}' }, { url, b: 1 })).rejects.toMatchObject({ code: 'invalid-request' })
  })
})

test.each(['a\r\nX-Evil: 1', 'a\nb', 'a\0b'])('a header value %j is refused', async (value) => {
  const params = { url: 'https://a.example', headers: { 'X-Name': 'v {{ input.a }} w' } }
  await expect(sent(params, { a: value, b: 1 })).rejects.toMatchObject({ code: 'invalid-request' })
})

describe('the body', () => {
  test('as written JSON is built as data: a value cannot leave its quotes, and without quotes it is JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.jsonValue(), async (text, any) => {
        const body = '{"say": "Hello {{ input.text }}!", "any": {{ input.any }}}'
        const input = { text, any: any as Value }
        const { body: out, headers } = await sent({ method: 'POST', url: 'https://a.example', body }, input)
        expect(JSON.parse(out ?? '')).toEqual({ say: `Hello ${text}!`, any: JSON.parse(JSON.stringify(any)) })
        expect(headers).toEqual({ 'Content-Type': 'application/json' })
      }),
    )
  })

  test('as JSON data keeps the type of what stands alone, and fills in texts', async () => {
    const body = { list: '{{ input.list }}', text: 'n is {{ input.n }}', deep: [{ n: '{{ input.n }}' }], ok: true }
    const { body: out } = await sent({ method: 'PUT', url: 'https://a.example', body }, { list: [1, 'b'], n: 2 })
    expect(JSON.parse(out ?? '')).toEqual({ list: [1, 'b'], text: 'n is 2', deep: [{ n: 2 }], ok: true })
  })

  test('of another type is text as it is', async () => {
    const params = {
      method: 'POST',
      url: 'https://a.example',
      body: 'x={{ input.x }}',
      headers: { 'content-type': 'a/b' },
    }
    expect(await sent(params, { x: '"', y: 1 })).toMatchObject({ body: 'x="', headers: { 'content-type': 'a/b' } })
  })

  test('that is one value is its JSON, or its text', async () => {
    const params = { method: 'POST', url: 'https://a.example', body: '{{ input }}' }
    expect(await sent(params, { a: 1, b: 2 })).toMatchObject({ body: '{"a":1,"b":2}' })
    expect(await sent(params, 'text')).toMatchObject({
      body: 'text',
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    })
  })
})

test.each<[Record<string, unknown>, string]>([
  [{}, 'missing-param'],
  [{ url: 'a.example' }, 'invalid-param'],
  [{ url: 'https://a.example/{{ input | upcase }}' }, 'template-not-plain'],
  [{ url: 'https://a.example', headers: { 'a b': 'c' } }, 'invalid-param'],
  [{ url: 'https://a.example', headers: { a: 'b\nc' } }, 'invalid-param'],
  [{ url: 'https://a.example', headers: { a: '1', A: '2' } }, 'duplicate-header'],
  [{ url: 'https://a.example', body: 'x' }, 'invalid-param'],
  [{ url: 'https://a.example', method: 'POST', body: { a: '{{ input | upcase }}' } }, 'template-not-plain'],
])('%j is an issue before the run', (params, code) => {
  expect(issues(params)).toMatchObject([{ code, severity: 'error' }])
})

test('a complete request has no issues', () => {
  expect(issues({ method: 'POST', url: 'https://a.example/{{ input.x }}', body: '{"a": {{ input }}}' })).toEqual([])
})
