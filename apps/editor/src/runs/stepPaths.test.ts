import { idleNode, type NodeView } from '@quorum/engine'
import { describe, expect, it } from 'vitest'
import { stepPaths } from './stepPaths.ts'

const level = (id: string, run: Partial<NodeView> = {}, kind = 'agent') => ({ id, kind, run: { ...idleNode, ...run } })
const paths = (...chain: ReturnType<typeof level>[]) => stepPaths(chain).map(({ path }) => path)

describe('the paths a node has worked under', () => {
  it('are just its id when it works once', () => expect(paths(level('a'))).toEqual(['a']))
  it('are one per round of a back edge', () => {
    expect(paths(level('critic', { round: 2 }))).toEqual(['critic#1', 'critic#2'])
  })
  it('are one per item of its container', () => {
    const docs = level('docs', { progress: { done: 1, total: 2 } }, 'pool')
    expect(paths(docs, level('sum'))).toEqual(['docs[0]/sum', 'docs[1]/sum'])
    expect(stepPaths([docs, level('sum', { round: 1 })]).map(({ label }) => label)).toEqual([
      'Item 1 · Round 1',
      'Item 2 · Round 1',
    ])
  })
  it('are one per round of a loop for what is inside it, and one for the loop itself', () => {
    const loop = level('refine', { round: 2 }, 'loop')
    expect(paths(loop, level('critic'))).toEqual(['refine#1/critic', 'refine#2/critic'])
    expect(paths(loop)).toEqual(['refine'])
  })
})
