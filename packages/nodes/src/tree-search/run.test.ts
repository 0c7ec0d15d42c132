import type { Value } from '@quorum/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, type Says } from '../pattern/testing.ts'
import { treeSearch } from './definition.ts'

type Thought = { parent: number; depth: number; text: string; score: number; kept: boolean }
const tree = (output: Record<string, unknown>) => output.tree as Thought[]
/** Every path gets `b` thoughts named after it; a path is worth what `worth` says of its last thought. */
function says(worth: (text: string) => number | 'fail', b = 3): Says {
  return (request): Value => {
    const text = request.messages.at(-1)?.content ?? ''
    const steps = [...text.matchAll(/^\d+\. (.*)$/gm)].map(([, step]) => step ?? '')
    const last = steps.at(-1) ?? ''
    if (text.includes('Propose')) return { thoughts: Array.from({ length: b }, (_, i) => `${last}${i}`) }
    const score = worth(last)
    return score === 'fail' ? 'fail' : { score, reasons: [] }
  }
}

test('the defaults make 10 calls for thoughts and 30 for scores', async () => {
  const { calls, output } = await runPattern(treeSearch, 'p', { says: says((text) => (Number(text.at(-1)) + 1) / 4) })
  expect(calls).toBe(40)
  expect(calls).toBe(treeSearch.calls?.(treeSearch.params.parse({})))
  expect(output.path).toEqual(['2', '22', '222', '2222'])
  expect(output.best).toBe('1. 2\n2. 22\n3. 222\n4. 2222')
})

test('nothing below the mark goes on; with nothing left the best of the levels before counts', async () => {
  const { output, calls } = await runPattern(treeSearch, 'p', {
    says: says((text) => (text.length > 1 ? 0.1 : text === '1' ? 0.9 : 0.1)),
  })
  expect(output.path).toEqual(['1'])
  expect(calls).toBe(1 + 3 + 1 + 3)
})

test('a score that cannot be had counts as none, and the search goes on', async () => {
  const { output, view } = await runPattern(treeSearch, 'p', {
    params: { depth: 1 },
    says: says((text) => (text === '0' ? 'fail' : 0.5)),
  })
  expect(view.status).toBe('completed')
  expect(tree(output).map(({ score }) => score)).toEqual([0, 0.5, 0.5])
})

test('without any thought it fails', async () => {
  const { node } = await runPattern(treeSearch, 'p', { says: () => 'fail' })
  expect(node?.error?.code).toBe('no-thoughts')
})

test('levels keep at most their width, the tree its bound, and the best path is the best leaf', () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        branch: fc.integer({ min: 1, max: 4 }),
        width: fc.integer({ min: 1, max: 4 }),
        depth: fc.integer({ min: 1, max: 4 }),
        salt: fc.integer({ min: 1, max: 97 }),
      }),
      async ({ branch, width, depth, salt }) => {
        const worth = (text: string) => ([...text].reduce((sum, one) => sum * 7 + Number(one) + salt, 1) % 100) / 100
        const params = { branch, width, depth }
        const { output } = await runPattern(treeSearch, 'p', { params, says: says(worth, branch) })
        const nodes = tree(output)
        expect(nodes.length).toBeLessThanOrEqual(branch + (depth - 1) * width * branch)
        for (let level = 1; level <= depth; level++)
          expect(nodes.filter((node) => node.depth === level && node.kept).length).toBeLessThanOrEqual(width)
        const deepest = Math.max(...nodes.filter(({ kept }) => kept).map((node) => node.depth), 0)
        if (deepest === 0) return
        const best = Math.max(...nodes.filter((node) => node.kept && node.depth === deepest).map(({ score }) => score))
        expect(worth((output.path as string[]).at(-1) ?? '')).toBe(best)
      },
    ),
    { numRuns: 30 },
  ))

test('the inside is made of known kinds and ports', () => {
  for (const scorer of ['agent', 'code']) expectSoundBody(treeSearch, { scorer })
})
