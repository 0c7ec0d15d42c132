import { expect, test } from 'vitest'
import { testServer } from '../testing/testServer.ts'

test('the OpenAPI document names every route, and every reference in it leads somewhere', async () => {
  const { call, specs, request } = await testServer()
  const document = (await call('GET', '/api/openapi.json')).body as {
    openapi: string
    paths: Record<string, Record<string, { operationId: string }>>
    components: { schemas: Record<string, unknown> }
  }
  expect(document.openapi).toBe('3.1.0')
  for (const { path, method } of specs) expect(document.paths[path]?.[method], `${method} ${path}`).toBeDefined()
  const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map((it) => it.operationId))
  expect(new Set(ids).size).toBe(ids.length)
  const text = JSON.stringify(document)
  for (const [, ref] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
    const name = ref?.replace('#/components/schemas/', '') ?? ''
    expect(Object.keys(document.components.schemas)).toContain(name)
  }
  const page = await (await request('/api/docs')).text()
  expect(page).toContain('/api/flows/{id}')
  expect(page).not.toContain('<script')
})

test('the catalogue describes every visible kind with a schema a form can be drawn from', async () => {
  const { call } = await testServer()
  const { items } = (await call('GET', '/api/nodes')).body as {
    items: { kind: string; paramsSchema: Record<string, unknown> }[]
  }
  const kinds = items.map((it) => it.kind)
  for (const kind of ['input', 'output', 'agent', 'fork', 'join', 'gate', 'vote', 'council', 'pool'])
    expect(kinds).toContain(kind)
  for (const { paramsSchema } of items)
    expect(paramsSchema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' })
})
