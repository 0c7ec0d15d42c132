import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says, systemOf, textOfRequest } from '../pattern/testing.ts'
import { recursiveDelegation } from './definition.ts'
import type { TreeNode } from './tree.ts'

const roles = { splitter: { prompt: 'split' }, worker: { prompt: 'work' }, combiner: { prompt: 'combine' } }
const base = { ...roles, checker: { prompt: 'check' }, atomicChars: 0 }
const roleOf = (request: Parameters<Says>[0]) => systemOf(request).split('\n')[0]

/** Every task splits into `b` parts down to depth `d`, then it is atomic for a model. */
const uniform =
  (b: number, d: number): Says =>
  (request): Value => {
    const text = request.messages.at(-1)?.content ?? ''
    const depth = (task: string) => task.split('.').length - 1
    switch (roleOf(request)) {
      case 'check':
        return { atomic: depth(text) >= d }
      case 'split':
        return { tasks: Array.from({ length: b }, (_, i) => `${text}.${i + 1}`) }
      case 'work':
        return `did ${text.split('\n')[0]}`
      default:
        return `all of ${/Task:\n(.*)/.exec(text)?.[1]}`
    }
  }
const counted = (requests: readonly { request: Parameters<Says>[0] }[]) => {
  const counts: Record<string, number> = {}
  for (const { request } of requests) counts[roleOf(request) ?? ''] = (counts[roleOf(request) ?? ''] ?? 0) + 1
  return counts
}
const formula = (b: number, d: number) => {
  const leaves = b ** d
  const inner = b === 1 ? d : (b ** d - 1) / (b - 1)
  return { leaves, inner }
}

test.each([
  [3, 2],
  [2, 3],
  [1, 2],
])('%i parts, %i deep: the calls are leaves + 2 × inner tasks', async (b, d) => {
  const { leaves, inner } = formula(b, d)
  const params = { ...base, maxDepth: d }
  const { requests, calls, output } = await runPattern(recursiveDelegation, 'T', { params, says: uniform(b, d) })
  expect(counted(requests)).toEqual({ split: inner, work: leaves, combine: inner })
  expect(calls).toBe(leaves + 2 * inner)
  expect(output.result).toBe('all of T')
  const asked = await runPattern(recursiveDelegation, 'T', {
    params: { ...params, maxDepth: d + 1, isAtomic: 'agent' },
    says: uniform(b, d),
  })
  expect(asked.calls).toBe(leaves + 2 * inner + leaves + inner)
})

test('a short task is done at once, by one call', async () => {
  const { output, calls } = await runPattern(recursiveDelegation, 'T', {
    params: { ...base, atomicChars: 5 },
    says: uniform(3, 2),
  })
  expect([output.result, calls]).toEqual(['did T', 1])
})

test('ids are paths, closed under their prefixes, and each leaf is done once', async () => {
  const { output } = await runPattern(recursiveDelegation, 'T', {
    params: { ...base, maxDepth: 2 },
    says: uniform(3, 2),
  })
  const nodes = output.tree as unknown as TreeNode[]
  const ids = nodes.map(({ id }) => id)
  expect(new Set(ids).size).toBe(13)
  for (const id of ids) if (id !== '0') expect(ids).toContain(id.slice(0, id.lastIndexOf('.')))
  expect(nodes.filter(({ kind }) => kind === 'leaf').map(({ result }) => result)).toHaveLength(9)
})

test('at the deepest level a task is done as it is, or fails, as set', async () => {
  const executed = await runPattern(recursiveDelegation, 'T', { params: { ...base, maxDepth: 1 }, says: uniform(2, 5) })
  expect(executed.calls).toBe(2 + 2)
  const refused = await runPattern(recursiveDelegation, 'T', {
    params: { ...base, maxDepth: 1, onMaxDepth: 'fail' },
    says: uniform(2, 5),
  })
  expect(refused.node?.error?.message).toContain('deepest level')
  const judged = await runPattern(recursiveDelegation, 'T', {
    params: { ...base, maxDepth: 1, onMaxDepth: 'fail', isAtomic: 'agent' },
    says: uniform(2, 1),
  })
  expect(judged.view.status).toBe('completed')
})

test('a task whose part is the task itself is not split for ever', async () => {
  const says: Says = (request) =>
    roleOf(request) === 'split' ? { tasks: [`  ${request.messages.at(-1)?.content.toUpperCase()}!`] } : 'done'
  const { output, calls } = await runPattern(recursiveDelegation, 'the task', { params: base, says })
  expect([output.result, calls]).toEqual(['done', 2])
})

test('a failed part fails what it belongs to, unless parts may be missing', async () => {
  const failing: Says = (request, key) =>
    roleOf(request) === 'work' && textOfRequest(request).includes('T.2') ? 'fail' : uniform(2, 1)(request, key)
  const params = { ...base, maxDepth: 1 }
  const strict = await runPattern(recursiveDelegation, 'T', { params, says: failing })
  expect(strict.node?.error).toMatchObject({ code: 'part-failed', message: expect.stringContaining('0.2') })
  const partial = await runPattern(recursiveDelegation, 'T', { params: { ...params, partial: true }, says: failing })
  expect(partial.output.result).toBe('all of T')
  expect(textOfRequest(partial.requests.at(-1)?.request ?? { model: '', messages: [] })).toContain('Failed:')
})

test('depth, number of tasks and parts stay within their limits, whatever the splitter says', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 20 }),
      async (maxDepth, maxNodes, widths) => {
        let at = 0
        const says: Says = (request): Value =>
          roleOf(request) === 'split'
            ? { tasks: Array.from({ length: widths[at++ % widths.length] ?? 0 }, (_, i) => `part ${at} ${i}`) }
            : 'x'
        const { output } = await runPattern(recursiveDelegation, 'T', {
          params: { ...base, maxDepth, maxNodes, maxBranch: 6 },
          says,
        })
        const nodes = output.tree as unknown as TreeNode[]
        expect(nodes.length).toBeLessThanOrEqual(maxNodes)
        for (const { depth } of nodes) expect(depth).toBeLessThanOrEqual(maxDepth)
        expect(nodes.every(({ result }) => result !== undefined)).toBe(true)
      },
    ),
    { numRuns: 30 },
  ))

test('the inside is made of known kinds and ports', () => {
  for (const isAtomic of ['size', 'agent', 'code']) expectSoundBody(recursiveDelegation, { isAtomic })
})
