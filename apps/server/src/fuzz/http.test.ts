import { isRecord } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { RouteSpec } from '../http/route.ts'
import { agent } from '../testing/flows.ts'
import { testServer } from '../testing/testServer.ts'
import { anyJson, brokenFlow, brokenOf, nastyText } from './nasty.ts'
import { runs } from './within.ts'

type Json = Readonly<Record<string, unknown>>

/** Values that more or less fit a JSON Schema. */
function fitting(schema: Json): fc.Arbitrary<unknown> {
  const options = schema.anyOf ?? schema.oneOf ?? schema.enum
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(options))
    return fc.oneof(...options.map((one: unknown) => (isRecord(one) ? fitting(one) : fc.constant(one))))
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries((schema.properties ?? {}) as Record<string, Json>)
      return fc.record(Object.fromEntries(fields.map(([name, inner]) => [name, mostly(fitting(inner))])), {
        requiredKeys: (schema.required as string[] | undefined) ?? [],
      })
    }
    case 'array':
      return fc.array(isRecord(schema.items) ? fitting(schema.items) : anyJson, { maxLength: 4 })
    case 'string':
      return fc.oneof(nastyText, fc.constantFrom('simulated/fast', 'admin', 'r', 'https://127.0.0.1:1/'))
    case 'integer':
      return fc.oneof(fc.integer(), fc.constantFrom(0, 1, 200, 201))
    case 'number':
      return fc.double()
    case 'boolean':
      return fc.boolean()
    default:
      return anyJson
  }
}
const mostly = (good: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 8, arbitrary: good }, { weight: 1, arbitrary: anyJson })

function bodyOf({ body, path }: RouteSpec, flowId: string): fc.Arbitrary<unknown> {
  if (!body) return fc.constant(undefined)
  if (path === '/api/flows' || path === '/api/flows/{id}' || path === '/api/validate') return mostly(brokenFlow)
  if (path === '/api/estimate')
    return mostly(fc.record({ flow: brokenFlow, input: anyJson }, { requiredKeys: ['flow'] }))
  if (path === '/api/runs')
    return mostly(fc.oneof(brokenOf([{ flow: agent, input: {} }]), brokenOf([{ flowId, model: 'simulated/fast' }])))
  if (path === '/api/import')
    return mostly(
      fc.record({
        source: fc.constantFrom('auto', 'quorum', 'mermaid', 'n8n', 'dify'),
        text: fc.oneof(
          nastyText,
          brokenFlow.map((flow) => JSON.stringify(flow) ?? ''),
          fc.string().map((rest) => `graph TD\n${rest}`),
        ),
      }),
    )
  return mostly(fitting(z.toJSONSchema(body.schema, { io: 'input', unrepresentable: 'any' }) as Json))
}

test('no request makes the server stumble: every answer is below 500 or says what is not there yet', async () => {
  const { specs, request, call, logger } = await testServer()
  const { body: flow } = await call('POST', '/api/flows', agent)
  const { body: run } = await call('POST', '/api/runs', {
    flowId: (flow as { id: string }).id,
    input: { question: 'x' },
  })
  const ids = [(flow as { id: string }).id, (run as { id: string }).id]
  const header = fc.oneof(
    fc.constantFrom('"1"', '*', '1', 'W/"1"', '', 'application/json', 'text/event-stream'),
    fc.string(),
  )
  // A stream stays open, and a trial of a model waits for it: they have tests of their own.
  const routes = specs.filter(({ path }) => !path.endsWith('/events') && path !== '/api/models/test')
  const wish = fc.constantFrom(...routes).chain((spec) =>
    fc.record({
      spec: fc.constant(spec),
      params: fc.array(fc.oneof(fc.constantFrom(...ids), nastyText), { minLength: 4, maxLength: 4 }),
      query: fc.dictionary(
        fc.constantFrom(...Object.keys(spec.query?.shape ?? {}), 'x'),
        fc.oneof(nastyText, fc.constantFrom('1', '0', '-1', '200', '1.2', '5:6')),
        { maxKeys: 3 },
      ),
      body: bodyOf(spec, ids[0] ?? ''),
      raw: fc.option(
        fc.oneof(fc.string(), fc.constantFrom('{', '[1,', '{"a":1e999}', '\u0000', '"', '{"__proto__":{}}')),
        { nil: null, freq: 15 },
      ),
      ifMatch: fc.option(header, { nil: null }),
      idempotency: fc.option(header, { nil: null }),
    }),
  )
  await fc.assert(
    fc.asyncProperty(wish, async ({ spec, params, query, body, raw, ifMatch, idempotency }) => {
      let nth = 0
      const path = spec.path.replace(/\{\w+\}/g, () =>
        encodeURIComponent((params[nth++] ?? '').slice(0, 200).toWellFormed()),
      )
      const text = raw ?? JSON.stringify(body)
      const clean = (value: string) => value.replace(/[^\x20-\x7e]/g, '')
      const from = performance.now()
      const response = await request(`${path}?${new URLSearchParams(query).toString().slice(0, 4_000)}`, {
        method: spec.method.toUpperCase(),
        headers: {
          ...(spec.body ? { 'content-type': 'application/json' } : {}),
          ...(ifMatch === null ? {} : { 'if-match': clean(ifMatch) }),
          ...(idempotency === null ? {} : { 'idempotency-key': clean(idempotency) }),
        },
        ...(spec.body && text !== undefined ? { body: text } : {}),
      })
      const said = await response.text()
      if (response.status >= 500 && response.status !== 501)
        throw new Error(`${response.status} of ${spec.method} ${path}: ${said}\n${logger.lines.at(-1)}`)
      if (response.status >= 400) {
        const problem = JSON.parse(said) as { code: string; detail: string }
        expect(problem.code && problem.detail).toBeTruthy()
      }
      // Keys are tried and MCP servers looked at over the network, which here refuses at once.
      expect(performance.now() - from).toBeLessThan(5_000)
    }),
    { numRuns: runs(0.19) },
  )
  expect((await request('/api/health')).status).toBe(200)
}, 3_600_000)
