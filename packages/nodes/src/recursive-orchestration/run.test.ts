import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf } from '../pattern/testing.ts'
import { recursiveOrchestration } from './definition.ts'
import { pieces } from './pieces.ts'
import { getsLead, shares, type Task } from './run.ts'

const params = { planner: { prompt: 'plan' }, worker: { prompt: 'work' }, combiner: { prompt: 'combine' } }
type Tree = { id: string; pattern: string; budget: number; parts: Tree[] }
const flat = (tree: Tree): Tree[] => [tree, ...tree.parts.flatMap(flat)]

/** Every task is complex and splits into `b` parts, down to depth `d`. */
const uniform =
  (b: number, d: number, pattern = 'parallel'): Says =>
  (request): Value => {
    const text = request.messages.at(-1)?.content ?? ''
    if (systemOf(request) === 'work') return `did ${text}`
    if (systemOf(request) === 'combine') return `all of ${/Your task:\n(.*)/.exec(text)?.[1]}`
    const complexity = text.split('.').length <= d - 1 ? 'complex' : 'simple'
    const tasks = Array.from({ length: b }, (_, i) => ({ task: `${text}.${i + 1}`, subtaskCount: 0, complexity }))
    return { pattern, tasks }
  }

test.each([
  [3, 2],
  [2, 3],
])('%i parts, %i deep: one call per leaf, two per lead', async (b, d) => {
  const leaves = b ** d
  const leads = (b ** d - 1) / (b - 1)
  const { output, calls } = await runPattern(recursiveOrchestration, 'T', { params, says: uniform(b, d) })
  expect(output.result).toBe('all of T')
  expect(calls).toBe(leaves + 2 * leads)
  expect(flat(output.tree as unknown as Tree)).toHaveLength(leaves + leads)
})

test('a task said to be simple is done at once', async () => {
  const input = { text: 'T', subtaskCount: 2, complexity: 'simple' }
  const { output, calls } = await runPattern(recursiveOrchestration, input, { params, says: uniform(3, 3) })
  expect([output.result, calls]).toEqual(['did T', 1])
})

test('at the deepest level everything is done directly', async () => {
  const { output } = await runPattern(recursiveOrchestration, 'T', {
    params: { ...params, maxDepth: 1 },
    says: uniform(2, 9),
  })
  const nodes = flat(output.tree as unknown as Tree)
  expect(nodes.map(({ id, pattern }) => [id, pattern])).toEqual([
    ['0', 'sequential'],
    ['0.1', 'direct'],
    ['0.2', 'direct'],
  ])
})

test('one after the other unless a lead decides otherwise', async () => {
  const order: string[] = []
  const says: Says = async (request, key) => {
    const part = String(request.messages.at(-1)?.content)
    if (systemOf(request) === 'work') {
      order.push(`begin ${part}`)
      await Promise.resolve()
      order.push(`end ${part}`)
    }
    return uniform(2, 1)(request, key) ?? ''
  }
  await runPattern(recursiveOrchestration, 'T', { params, says })
  expect(order).toEqual(['begin T.1', 'end T.1', 'begin T.2', 'end T.2'])
  const chosen = await runPattern(recursiveOrchestration, 'T', {
    params: { ...params, childPattern: 'chosen' },
    says: uniform(2, 1),
  })
  expect((chosen.output.tree as unknown as Tree).pattern).toBe('parallel')
})

test('a failed sub-task fails its lead, and what comes after it is not begun', async () => {
  const says: Says = (request, key) =>
    systemOf(request) === 'work' && request.messages.at(-1)?.content === 'T.1' ? 'fail' : uniform(3, 1)(request, key)
  const { view, calls } = await runPattern(recursiveOrchestration, 'T', { params, says })
  expect(view.status).toBe('failed')
  expect(calls).toBe(2)
})

test('the shares of sub-tasks never make more than their lead had, and each can be done', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 0, max: 300 }),
      fc.constantFrom('byWeight' as const, 'even' as const),
      (weights, spare, how) => {
        const list = shares(weights.length + spare, weights, how)
        expect(list.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(weights.length + spare)
        expect(Math.min(...list)).toBeGreaterThanOrEqual(1)
      },
    ),
  ))

test('tasks stay within their number, depth within its limit, and ids are closed under their prefixes', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 4 }),
      async (maxDepth, maxNodes, width) => {
        const { output, view } = await runPattern(recursiveOrchestration, 'T', {
          params: { ...params, maxDepth, maxNodes },
          says: uniform(width, 9),
        })
        // More sub-tasks than are left fail the lead rather than being cut.
        if (view.status !== 'completed') return
        const nodes = flat(output.tree as unknown as Tree)
        expect(nodes.length).toBeLessThanOrEqual(maxNodes)
        const ids = new Set(nodes.map(({ id }) => id))
        for (const { id, parts, budget } of nodes) {
          if (id !== '0') expect(ids.has(id.slice(0, id.lastIndexOf('.')))).toBe(true)
          expect(id.split('.').length - 1).toBeLessThanOrEqual(maxDepth)
          expect(parts.reduce((sum, part) => sum + part.budget, 0)).toBeLessThan(Math.max(1, budget))
        }
      },
    ),
    { numRuns: 25 },
  ))

test('many parts or complexity make a lead worth it, as far as anything is known', () => {
  const task: Task = { id: '0', text: '', subtaskCount: 3, complexity: 'moderate', budget: 9 }
  expect(getsLead(task, 3)).toBe(false)
  expect(getsLead({ ...task, subtaskCount: 4 }, 3)).toBe(true)
  expect(getsLead({ ...task, complexity: 'very complex' }, 3)).toBe(true)
  expect(getsLead({ ...task, subtaskCount: null, complexity: null }, 3)).toBe(true)
  expect(getsLead({ ...task, subtaskCount: 9, budget: 1 }, 3)).toBe(false)
})

test('the inside is made of known kinds and ports', () => {
  expectSoundBody(recursiveOrchestration, {})
  for (const childPattern of ['sequential', 'chosen'])
    expectSoundBody(pieces['recursive-orchestration-level'], {
      ...recursiveOrchestration.params.parse({}),
      childPattern,
      depth: 0,
    })
})
