import { Flow, type ModelRequest, type Sandbox, type Value } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { kit } from '../runners.ts'
import { makerTree } from './makerTree.ts'

const sandbox: Sandbox = {
  run: ({ source, input }) => {
    const made = new Function(source.replace('export default', 'return')) as () => (input: Value) => Value
    return Promise.resolve({ value: made()(input), log: [] })
  },
  render: () => Promise.reject(new Error('not needed')),
}

/** Adds the numbers of a list by halves; `vote` is what a judge says to the `n`-th ballot of a vote. */
async function sum(list: string, levels: number, vote: (n: number) => number = () => 1) {
  const ballots = new Map<string, number>()
  const answer = ({ messages, schema }: ModelRequest): Value => {
    const text = messages.at(-1)?.content ?? ''
    const { choice, first } = ((schema as { properties?: Record<string, unknown> } | undefined)?.properties ??
      {}) as Record<string, unknown>
    if (choice) {
      const n = ballots.get(text) ?? 0
      ballots.set(text, n + 1)
      return { choice: vote(n) }
    }
    const numbers = text.split('+').map((one) => one.trim())
    if (first) {
      const half = numbers.length >> 1
      return { first: numbers.slice(0, half).join('+'), second: numbers.slice(half).join('+'), combine: 'add' }
    }
    const found = [...text.matchAll(/Its solution: (\d+)/g)].map(([, one = '']) => one)
    const solutions = found.length > 0 ? found : numbers
    return String(solutions.reduce((total, one) => total + Number(one), 0))
  }
  const all = world({ kit, answer, sandbox })
  await all.start(Flow.parse(makerTree.flow), { problem: list, levels })
  await all.clock.settle()
  expect(all.bugs).toEqual([])
  expect(all.view()).toMatchObject({ status: 'completed', error: null })
  return { solution: all.view().output?.solution, calls: all.model.asked.length }
}

// (3 · 2^D − 2) · (N + V) with N = 3 candidates and V = 2 or 3 ballots (MAKER.md §6.3).
test.each([
  [0, 5, 6],
  [1, 20, 24],
  [2, 50, 60],
])('%i levels take the calls of the formula, and the halves make the whole', async (levels, least, most) => {
  const agreed = await sum('12+7+30+1', levels)
  expect(agreed).toEqual({ solution: '50', calls: least })
  // The first two ballots of every vote differ, the third decides.
  const torn = await sum('12+7+30+1', levels, (n) => [1, 2, 1][n % 3] ?? 1)
  expect(torn).toEqual({ solution: '50', calls: most })
})

test('three ballots for three candidates: the lowest number; what cannot be split is solved as it is', async () => {
  expect(await sum('4+5', 0, (n) => 1 + (n % 3))).toEqual({ solution: '9', calls: 6 })
  // One number has no first half: the split was tried, then it is solved.
  expect(await sum('8', 1)).toEqual({ solution: '8', calls: 10 })
})
