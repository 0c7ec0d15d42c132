import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contextOf, inputOf } from '../testing.ts'
import { webPage } from './definition.ts'
import { pageText } from './pageText.ts'
import { runWebPage } from './run.ts'

const html = `<!doctype html><html><head><title> A  page </title><style>p{}</style></head><body>
<nav><a href="/x">Menu</a></nav><main><h1>Bees</h1><p>They   make <a href="/honey">honey</a>.</p>
<ul><li>one<li>two</ul><script>alert("<p>no</p>")</script></main></body></html>`

test('a page becomes what people read of it', () => {
  expect(pageText(html, { links: false, base: 'https://a.example/b' })).toEqual({
    title: 'A page',
    text: '# Bees\nThey make honey.\n- one\n- two',
  })
  expect(pageText(html, { links: true, base: 'https://a.example/b' }).text).toContain('honey (https://a.example/honey)')
  expect(pageText('<a href="javascript:alert(1)">x</a>', { links: true, base: 'https://a.example' }).text).toBe('x')
})

test('any text is read without throwing, and gives no longer one', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<p>', '<li>', '<a href=x>', '</', '<script>'),
      (a, b) => {
        const { text } = pageText(`${b}${a}${b}`, { links: false, base: 'https://a.example' })
        expect(text.length).toBeLessThanOrEqual(a.length + 20)
      },
    ),
  )
})

test.each([
  ['texts', 'a <b>b</b> ', 100_000],
  ['lines', '<p>a', 200_000],
  ['links', '<a href=/x>a </a>', 100_000],
  ['spaces', ' ', 800_000],
  ['attributes', '<a b c d e f g', 100_000],
  ['closing', '</div></p>', 200_000],
  ['open elements', '<div>', 800_000],
  ['open tags', '<', 400_000],
  ['marks', '&amp', 200_000],
  ['comments', '<!--', 400_000],
  ['scripts', '<script>', 400_000],
])('a page of nothing but %s is read in the time of its length', (_what, part, chars) => {
  const from = performance.now()
  try {
    pageText(part.repeat(chars / part.length), { links: true, base: 'https://a.example' })
  } catch (error) {
    expect(error).toMatchObject({ code: 'too-large' })
  }
  expect(performance.now() - from).toBeLessThan(5_000)
})

async function read(
  body: Value,
  headers: Record<string, string>,
  params: object = {},
  input: Value = 'https://a.example/',
) {
  const { ctx, called } = contextOf()
  const http = ctx.http
  ctx.http = async (request) => ({ ...(await http(request)), headers, body })
  const outcome = await runWebPage.task?.(ctx, webPage.params.parse(params), inputOf(input))
  return { outcome, called }
}

test('is read by one call, cut where it is too long', async () => {
  const { outcome, called } = await read(
    `<p>${'word '.repeat(100)}</p>`,
    { 'content-type': 'text/html' },
    { maxChars: 100 },
  )
  expect(called).toMatchObject([{ method: 'GET', url: 'https://a.example/' }])
  expect(outcome).toMatchObject({ ports: { out: { url: 'https://a.example/', cut: true } } })
})

test('takes the address from a tool’s argument, and leaves JSON as it is', async () => {
  const { outcome } = await read({ a: 1 }, { 'content-type': 'application/json' }, {}, { url: 'https://b.example/x' })
  expect(outcome).toMatchObject({ ports: { out: { url: 'https://b.example/x', text: '{\n  "a": 1\n}' } } })
  expect(webPage.asTool?.(webPage.params.parse({}))).toMatchObject({ schema: { required: ['url'] } })
})

test.each(['nonsense', 'file:///etc/passwd'])('%s is refused', async (input) => {
  await expect(read('', {}, {}, input)).rejects.toMatchObject({ code: 'invalid-request' })
})
