import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf } from '../pattern/testing.ts'
import { parallelPipeline } from './definition.ts'

const line = (name: string, ...stages: string[]) => ({
  name,
  stages: stages.map((stage) => ({ name: stage, prompt: `${name}/${stage}` })),
})
const pipelines = [line('json', 'a', 'b'), line('xml', 'c'), line('csv', 'd', 'e', 'f')]
/** Each stage writes its name behind what it gets. */
const chain: Says = (request) => `${request.messages.at(-1)?.content}>${systemOf(request).split('/')[1]}`
const failing =
  (system: string): Says =>
  (request, key) =>
    systemOf(request) === system ? 'fail' : chain(request, key)

test('each pipeline takes the field of its name, or the whole input, through its own stages', async () => {
  const input = { json: 'J', xml: 'X', csv: 'C' }
  const { output, calls } = await runPattern(parallelPipeline, input, { params: { pipelines }, says: chain })
  expect(output.results).toEqual({
    json: { status: 'ok', value: 'J>a>b' },
    xml: { status: 'ok', value: 'X>c' },
    csv: { status: 'ok', value: 'C>d>e>f' },
  })
  expect(calls).toBe(6)
  const whole = await runPattern(parallelPipeline, 'W', { params: { pipelines }, says: chain })
  expect(whole.output.results).toMatchObject({ xml: { value: 'W>c' } })
})

test('one failing pipeline does not touch the others', async () => {
  const { view, output, calls } = await runPattern(parallelPipeline, 'x', {
    params: { pipelines },
    says: failing('csv/d'),
  })
  expect(view.status).toBe('completed')
  expect(output.results).toMatchObject({
    json: { status: 'ok', value: 'x>a>b' },
    xml: { status: 'ok' },
    csv: { status: 'failed', error: { message: expect.stringContaining('Stage “d” failed') } },
  })
  expect(calls).toBe(4)
})

test('with “failFast” the first failure stops the others, and nothing is asked any more', async () => {
  const says: Says = (request, key) =>
    systemOf(request) === 'json/a' ? new Promise<never>(() => {}) : failing('xml/c')(request, key)
  const { view, node, calls } = await runPattern(parallelPipeline, 'x', {
    params: { pipelines, failure: 'failFast' },
    says,
  })
  expect(view.status).toBe('failed')
  expect(node?.error?.message).toContain('Stage “c” failed')
  expect(view.nodes['p/line-1']?.status).toBe('cancelled')
  expect(calls).toBeLessThan(6)
})

test('it fails if no pipeline comes to its end', async () => {
  const { node } = await runPattern(parallelPipeline, 'x', { params: { pipelines }, says: () => 'fail' })
  expect(node?.error?.code).toBe('all-failed')
})

test('the keys of the results are the names, whatever they are, and the calls are the stages', () =>
  fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 2, maxLength: 5 }),
      fc.integer({ min: 1, max: 3 }),
      async (names, stages) => {
        const drawn = names.map((name) => line(name, ...Array.from({ length: stages }, (_, i) => `s${i}`)))
        const { output, calls } = await runPattern(parallelPipeline, 'x', { params: { pipelines: drawn }, says: chain })
        expect(Object.keys(output.results as object)).toEqual(names)
        expect(calls).toBe(parallelPipeline.calls?.(parallelPipeline.params.parse({ pipelines: drawn })))
      },
    ),
    { numRuns: 15 },
  ))

test('the inside is made of known kinds and ports', () => {
  expectSoundBody(parallelPipeline, {})
  expectSoundBody(parallelPipeline, { failure: 'failFast' })
})
