import { idleNode, type NodeStatus, type NodeView, type Value } from '@quorum/engine'
import { type CardProps, cardOf, type Feeder } from '@quorum/nodes/cards'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'

const kinds = [
  'input',
  'output',
  'agent',
  'join',
  'branch',
  'gate',
  'vote',
  'council',
  'pool',
  'approval',
  'wait',
  'loop',
  'code',
]
const statuses: readonly NodeStatus[] = [
  'idle',
  'queued',
  'waiting',
  'running',
  'retrying',
  'paused',
  'completed',
  'failed',
  'skipped',
  'cancelled',
]

const feeders: readonly Feeder[] = [
  { id: 'a', title: 'Security', status: 'completed' },
  { id: 'b', title: 'Quality', status: 'running' },
]

function show(kind: string, run: Partial<NodeView> | null, more: Partial<CardProps> = {}) {
  const Card = cardOf(kind)
  return render(
    <Card
      params={{}}
      run={run && { ...idleNode, ...run }}
      inner={() => null}
      feeders={feeders}
      stream={() => {}}
      {...more}
    />,
  ).container
}

describe('cards', () => {
  afterEach(cleanup)

  it.each(kinds)('of %s draw one strip for every status, and for no run at all', (kind) => {
    for (const status of [null, ...statuses]) {
      const card = show(kind, status && { status, startedAt: '2026-01-01T00:00:00.000Z' })
      expect(card.children).toHaveLength(1)
      expect(card.firstElementChild?.className).toContain('h-[52px]')
      expect(card.textContent).not.toMatch(/undefined|NaN|\[object/)
    }
  })

  it.each(kinds)('of %s survive a record of any shape', (kind) => {
    const records: readonly Value[] = [
      3,
      'x',
      [],
      [null],
      {},
      { pass: 'x' },
      { items: 4 },
      { taken: [1] },
      { winner: null },
    ]
    for (const detail of records) {
      for (const status of statuses) show(kind, { status, detail })
    }
  })

  it('show the answer of an agent by its first lines', () => {
    show('agent', { status: 'completed', text: '# Verdict\n\n**Wait** until Tuesday\nmore' })
    expect(screen.getByText('Verdict')).toBeTruthy()
    expect(screen.getByText('Wait until Tuesday')).toBeTruthy()
    expect(screen.queryByText('more')).toBeNull()
  })

  it('let the editor write what an agent streams', () => {
    const stream = vi.fn()
    show('agent', { status: 'running' }, { stream })
    expect(stream).toHaveBeenCalledWith(expect.any(HTMLElement))
  })

  it('name who a join still waits for', () => {
    show('join', { status: 'waiting' })
    expect(screen.getByText('Waits for Quality')).toBeTruthy()
  })

  it('say the verdict of a gate with its score', () => {
    show('gate', { status: 'completed', detail: { pass: false, score: 0.45, reasons: ['Too short'] } })
    expect(screen.getByText('Closed · score 0.45')).toBeTruthy()
    expect(screen.getByText('Too short')).toBeTruthy()
  })

  it('count the ballots of a vote, then name the winner and its margin', () => {
    show('vote', { status: 'waiting', tally: { ship: 2, wait: 1 } })
    expect(screen.getByText('ship 2 · wait 1 · 1 to come')).toBeTruthy()
    cleanup()
    show('vote', { status: 'completed', tally: { ship: 3, wait: 2 }, detail: { winner: 'ship' } })
    expect(screen.getByText('ship wins 3 to 2')).toBeTruthy()
  })

  it('show the stages of a council with what is in work', () => {
    const inside: Record<string, NodeView> = {
      answers: { ...idleNode, status: 'completed', progress: { done: 3, total: 3 }, detail: { items: 'ccc' } },
      reviews: { ...idleNode, status: 'running', progress: { done: 1, total: 3 }, detail: { items: 'crq' } },
    }
    show('council', { status: 'running' }, { inner: (id) => inside[id] ?? null })
    expect(screen.getByText('1/3')).toBeTruthy()
    expect(screen.getByText(/rank each other/)).toBeTruthy()
    expect(screen.getByText('1 done, 1 running, 1 queued')).toBeTruthy()
  })

  it('count the items of a pool in words', () => {
    const counts = { running: 4, completed: 30, failed: 1, skipped: 0, cancelled: 0 }
    show('pool', { status: 'running', progress: { done: 31, total: 48 }, counts })
    expect(screen.getByText('31 of 48 · 1 failed · 4 running')).toBeTruthy()
  })

  it('let a person decide on the node, and say who did', async () => {
    const send = vi.fn()
    show('approval', { status: 'waiting' }, { send })
    await userEvent.click(screen.getByRole('button', { name: 'Reject' }))
    expect(send).toHaveBeenCalledWith({ decision: 'reject', by: 'me' })
    const edit = vi.fn()
    cleanup()
    show('approval', { status: 'waiting' }, { send, edit })
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }))
    expect(edit).toHaveBeenCalledOnce()
    cleanup()
    show('approval', { status: 'completed', detail: [{ decision: 'approve', by: 'ann' }] })
    expect(screen.getByText('Approved by ann')).toBeTruthy()
  })

  it('count the rounds of a loop against its most', () => {
    show('loop', { status: 'running', round: 3 }, { params: { times: 10 } })
    expect(screen.getByText('Round 3 of 10')).toBeTruthy()
    cleanup()
    show('loop', { status: 'running', round: 2 }, { params: { mode: 'until', maxIterations: 5 } })
    expect(screen.getByText('Round 2 of at most 5')).toBeTruthy()
  })

  it('name the way a branch took', () => {
    const params = { cases: [{ id: 'big', label: 'Large order' }] }
    show('branch', { status: 'completed', detail: { taken: ['big'], reason: 'Over 100' } }, { params })
    expect(screen.getByText('→ Large order')).toBeTruthy()
    expect(screen.getByText('Over 100')).toBeTruthy()
  })
})
