import { Flow } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf, textOfRequest } from '../pattern/testing.ts'
import { kit } from '../runners.ts'
import { pipeline } from './definition.ts'
import { contextOf } from './run.ts'

const stages = ['a', 'b', 'c'].map((name) => ({ name, prompt: `do ${name}` }))
/** Each stage writes its name behind what it gets. */
const chain: Says = (request) => `${request.messages.at(-1)?.content}-${systemOf(request).slice(3)}`
const failing =
  (name: string): Says =>
  (request, key) =>
    systemOf(request) === `do ${name}` ? 'fail' : chain(request, key)

test('each stage works on what the one before made, strictly one after the other', async () => {
  const { output, calls, log } = await runPattern(pipeline, 'x', { params: { stages }, says: chain })
  expect(output.output).toBe('x-a-b-c')
  expect(output.trace).toEqual([
    { name: 'a', status: 'ok', value: 'x-a' },
    { name: 'b', status: 'ok', value: 'x-a-b' },
    { name: 'c', status: 'ok', value: 'x-a-b-c' },
  ])
  expect(calls).toBe(pipeline.calls?.(pipeline.params.parse({ stages })))
  const seen = log.flatMap((event) =>
    (event.type === 'node.started' || event.type === 'node.completed') && event.path.startsWith('p/stage')
      ? [`${event.type.slice(5)} ${event.path}`]
      : [],
  )
  expect(seen).toEqual([1, 2, 3].flatMap((n) => [`started p/stage-${n}`, `completed p/stage-${n}`]))
})

test('a failed stage fails the pipeline, the stages after it are not asked, and the trace keeps what was made', async () => {
  const { view, node, calls } = await runPattern(pipeline, 'x', { params: { stages }, says: failing('b') })
  expect(view.status).toBe('failed')
  expect(node?.error?.message).toContain('Stage “b” failed')
  expect(calls).toBe(2)
  expect(node?.detail).toMatchObject({
    stages: [{ status: 'ok', value: 'x-a' }, { status: 'failed' }, { status: 'skipped' }],
  })
})

test('a failed stage may be skipped, or replaced by a text', async () => {
  const skipped = await runPattern(pipeline, 'x', { params: { stages, onStageFailure: 'skip' }, says: failing('b') })
  expect(skipped.output.output).toBe('x-a-c')
  const replaced = await runPattern(pipeline, 'x', {
    params: { stages: stages.map((stage) => ({ ...stage, fallback: 'y' })), onStageFailure: 'fallback' },
    says: failing('b'),
  })
  expect(replaced.output.output).toBe('y-c')
})

test('an empty answer counts as a failure', async () => {
  const { node } = await runPattern(pipeline, 'x', { params: { stages }, says: () => '  ' })
  expect(node?.error?.code).toBe('empty-answer')
})

test('with “accumulate” each stage sees the original and everything made since', async () => {
  const { requests } = await runPattern(pipeline, 'x', {
    params: { stages, contextPolicy: 'accumulate' },
    says: (request) => systemOf(request).slice(3).toUpperCase(),
  })
  expect(JSON.parse(requests[2]?.request.messages.at(-1)?.content ?? '')).toEqual({ original: 'x', a: 'A', b: 'B' })
})

test('cutting to size drops the oldest results first and never the original or the last', () => {
  const trace = ['a', 'b', 'c'].map((name) => ({ name, status: 'ok' as const, value: name.repeat(400) }))
  const state = { original: 'o'.repeat(400), context: null, output: 'c', trace }
  const keys = (pruneTokens: number) => Object.keys(contextOf(state, { contextPolicy: 'prune', pruneTokens }) ?? {})
  expect(keys(400)).toEqual(['original', 'a', 'b', 'c'])
  expect(keys(399)).toEqual(['original', 'b', 'c'])
  expect(keys(100)).toEqual(['original', 'c'])
})

test('a pipeline behind a stage is the same as one long pipeline', async () => {
  const [first, ...rest] = stages
  const flow = Flow.parse({
    format: 'quorum.flow/1',
    name: 'nested',
    nodes: [
      { id: 'q', kind: 'input' },
      { id: 'a', kind: 'pipeline', params: { stages: [first] } },
      { id: 'bc', kind: 'pipeline', params: { stages: rest } },
      { id: 'o', kind: 'output', params: { name: 'output' } },
    ],
    edges: [
      { id: '1', source: 'q', target: 'a' },
      { id: '2', source: 'a', target: 'bc' },
      { id: '3', source: 'bc', target: 'o' },
    ],
  })
  const all = world({ kit, answer: (request, key) => chain(request, key) ?? '' })
  await all.start(flow, 'x')
  expect(all.view().output).toEqual({ output: 'x-a-b-c' })
})

test('the inside is made of known kinds and ports', () => {
  expectSoundBody(pipeline, {})
  expectSoundBody(pipeline, { stages, contextPolicy: 'prune' })
})

test('a stage is asked with its instructions and the result before', async () => {
  const { requests } = await runPattern(pipeline, 'the topic', {})
  expect(textOfRequest(requests[0]?.request ?? { model: '', messages: [] })).toContain('the topic')
})
