import type { FlowNode } from '@quorum/engine'
import { describe, expect, it } from 'vitest'
import { onPractice } from './practice.ts'

const node = (kind: string, params: Record<string, unknown> = {}): FlowNode =>
  ({ id: kind, kind, params, position: { x: 0, y: 0 } }) as FlowNode

describe('whether a flow runs on practice answers', () => {
  it('is known before its first call, from the models it names', () => {
    expect(onPractice({ settings: {}, nodes: [node('agent')] })).toBe(true)
    expect(onPractice({ settings: { model: 'simulated/fast' }, nodes: [node('agent')] })).toBe(true)
    expect(onPractice({ settings: { model: 'openai/gpt' }, nodes: [node('agent')] })).toBe(false)
    expect(onPractice({ settings: {}, nodes: [node('agent', { model: 'local/llama' }), node('join')] })).toBe(false)
  })

  it('looks at the model of the server where the flow names none', () => {
    expect(onPractice({ settings: {}, nodes: [node('agent')] }, 'openai/gpt')).toBe(false)
    expect(onPractice({ settings: { model: 'simulated/fast' }, nodes: [node('agent')] }, 'openai/gpt')).toBe(true)
  })

  it('is no for a flow that asks no model', () => {
    expect(onPractice({ settings: {}, nodes: [node('join'), node('unheard-of')] })).toBe(false)
  })
})
