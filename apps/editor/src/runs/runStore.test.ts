import { applyPatch, idleNode, type NodeView, type RunPatch, type RunView } from '@quorum/engine'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Frame } from './frame.ts'
import { createRunStore } from './runStore.ts'

/** A frame that comes when the test says so. */
function fakeFrame() {
  let waiting: (() => void) | null = null
  const frame: Frame = (work) => {
    waiting = work
  }
  const next = (): boolean => {
    const work = waiting
    waiting = null
    work?.()
    return work !== null
  }
  return { frame, next }
}

const view = (nodes: Record<string, Partial<NodeView>>, seq = 1): RunView => ({
  id: 'r',
  flowId: 'f',
  revision: 1,
  replayOf: null,
  status: 'running',
  waitingFor: [],
  seq,
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  input: null,
  output: null,
  error: null,
  usage: idleNode.usage,
  nodes: Object.fromEntries(Object.entries(nodes).map(([id, fields]) => [id, { ...idleNode, ...fields }])),
})

describe('the run store', () => {
  it('wakes a node once per frame, however many events came', () => {
    const { frame, next } = fakeFrame()
    const store = createRunStore(frame)
    store.push({ type: 'snapshot', view: view({ a: {}, b: {} }) })
    next()
    const a = vi.fn()
    const b = vi.fn()
    store.onNode('a', a)
    store.onNode('b', b)
    for (let seq = 2; seq <= 50; seq++) store.push({ type: 'patch', patch: { seq, nodes: { a: { attempt: seq } } } })
    expect(a).not.toHaveBeenCalled()
    expect(next()).toBe(true)
    expect(a).toHaveBeenCalledTimes(1)
    expect(b).not.toHaveBeenCalled()
    expect(store.node('a')?.attempt).toBe(50)
    expect(next()).toBe(false)
  })

  it('keeps the object of a node that did not change', () => {
    const { frame, next } = fakeFrame()
    const store = createRunStore(frame)
    store.push({ type: 'snapshot', view: view({ a: {}, b: {} }) })
    next()
    const before = store.node('b')
    store.push({ type: 'patch', patch: { seq: 2, nodes: { a: { status: 'running' } } } })
    next()
    expect(store.node('b')).toBe(before)
  })

  it('wakes the owner of a composite when something inside it changes', () => {
    const { frame, next } = fakeFrame()
    const store = createRunStore(frame)
    store.push({ type: 'snapshot', view: view({ c: {}, 'c/answers': {} }) })
    next()
    const inside = vi.fn()
    store.onInside('c', inside)
    const before = store.version('c')
    store.push({ type: 'patch', patch: { seq: 2, nodes: { 'c/answers': { status: 'running' } } } })
    next()
    expect(inside).toHaveBeenCalled()
    expect(store.version('c')).toBeGreaterThan(before)
  })

  it('ignores a patch that is older than what it has', () => {
    const { frame, next } = fakeFrame()
    const store = createRunStore(frame)
    store.push({ type: 'snapshot', view: view({ a: { status: 'completed' } }, 9) })
    store.push({ type: 'patch', patch: { seq: 5, nodes: { a: { status: 'running' } } } })
    next()
    expect(store.node('a')?.status).toBe('completed')
  })

  it('equals the fold of the engine after any patches in any frames', () => {
    const status = fc.constantFrom<NodeView['status']>('idle', 'queued', 'running', 'completed', 'failed')
    const fields = fc.record(
      { status, attempt: fc.nat(5), text: fc.option(fc.string({ maxLength: 4 })) },
      { requiredKeys: [] },
    )
    const nodes = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'c/x'), fields, { maxKeys: 3 })
    const run = fc.record({ status: fc.constantFrom('running', 'completed') }, { requiredKeys: [] })
    const step = fc.record({ gap: fc.integer({ min: -2, max: 3 }), nodes, run, frame: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { frame, next } = fakeFrame()
        const store = createRunStore(frame)
        let folded = view({ a: {}, c: {} }, 10)
        store.push({ type: 'snapshot', view: folded })
        for (const { gap, frame: paint, ...fields } of steps) {
          const patch = { seq: folded.seq + gap, ...fields } as RunPatch
          folded = applyPatch(folded, patch)
          store.push({ type: 'patch', patch })
          if (paint) next()
        }
        next()
        expect(store.view()).toEqual(folded)
      }),
    )
  })

  it('forgets nodes that a new snapshot does not have', () => {
    const { frame, next } = fakeFrame()
    const store = createRunStore(frame)
    store.push({ type: 'snapshot', view: view({ a: {}, b: {} }) })
    next()
    store.push({ type: 'snapshot', view: view({ a: {} }, 2) })
    next()
    expect(store.view()?.nodes).toEqual({ a: idleNode })
  })

  describe('streamed text', () => {
    const opened = () => {
      const { frame, next } = fakeFrame()
      const store = createRunStore(frame)
      store.push({ type: 'snapshot', view: view({ a: { status: 'running', text: 'It ' } }) })
      next()
      return { store, next }
    }

    it('goes on where the snapshot ends, without waking the node itself', () => {
      const { store, next } = opened()
      const node = vi.fn()
      const text = vi.fn()
      store.onNode('a', node)
      store.onText('a', text)
      store.push({ type: 'delta', nodeId: 'a', path: 'a', text: 'is ' })
      store.push({ type: 'delta', nodeId: 'a', path: 'a', text: 'so' })
      next()
      expect(store.text('a')).toBe('It is so')
      expect(text).toHaveBeenCalledTimes(1)
      expect(node).not.toHaveBeenCalled()
    })

    it('starts anew with the next round', () => {
      const { store, next } = opened()
      store.push({ type: 'delta', nodeId: 'a', path: 'a', text: 'is' })
      store.push({ type: 'delta', nodeId: 'a', path: 'a#2', text: 'Again' })
      next()
      expect(store.text('a')).toBe('Again')
    })

    it('of an item does not go on from the text of another item', () => {
      const { store, next } = opened()
      store.push({ type: 'delta', nodeId: 'a', path: 'each[3]/a', text: 'Other words' })
      next()
      expect(store.text('a')).toBe('Other words')
    })

    it('of a composite ends where its next stage begins', () => {
      const { store, next } = opened()
      store.push({ type: 'delta', nodeId: 'c/reviews', path: 'c/reviews[0]', text: '{"ranking": []}' })
      next()
      expect(store.text('c')).toBe('{"ranking": []}')
      store.push({ type: 'patch', patch: { seq: 2, nodes: { 'c/chair': { status: 'running' } } } })
      next()
      expect(store.text('c')).toBe('')
      store.push({ type: 'delta', nodeId: 'c/chair', path: 'c/chair', text: 'We say' })
      next()
      expect(store.text('c')).toBe('We say')
    })

    it('is kept past the 2 KiB of the view, and given up for another text', () => {
      const { store, next } = opened()
      store.push({ type: 'delta', nodeId: 'a', path: 'a', text: 'is so' })
      store.push({ type: 'patch', patch: { seq: 2, nodes: { a: { status: 'completed', text: 'It is' } } } })
      next()
      expect(store.text('a')).toBe('It is so')
      store.push({ type: 'patch', patch: { seq: 3, nodes: { a: { text: 'Other' } } } })
      next()
      expect(store.text('a')).toBe('Other')
    })
  })

  it('has nothing left after clear', () => {
    const { frame, next } = fakeFrame()
    const store = createRunStore(frame)
    store.push({ type: 'snapshot', view: view({ a: {} }, 7) })
    next()
    const woken = vi.fn()
    store.onNode('a', woken)
    store.clear()
    expect(woken).toHaveBeenCalled()
    expect(store.node('a')).toBeNull()
    expect(store.seq()).toBe(0)
  })

  it('goes on with a run that had ended and is tried again', () => {
    const { frame, next } = fakeFrame()
    const store = createRunStore(frame)
    const a = { status: 'failed', error: { code: 'timeout', message: 'Too long' } } as const
    store.push({ type: 'snapshot', view: { ...view({ a }, 7), status: 'failed', error: a.error } })
    next()
    store.push({
      type: 'patch',
      patch: { seq: 8, run: { status: 'running', error: null }, nodes: { a: { status: 'running', error: null } } },
    })
    next()
    expect(store.head()).toMatchObject({ status: 'running', error: null, seq: 8 })
    expect(store.node('a')).toMatchObject({ status: 'running', error: null })
  })
})
