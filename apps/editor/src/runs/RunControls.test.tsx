import { idleNode, type RunStatus } from '@quorum/engine'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { RunControls } from './RunControls.tsx'
import type { RunHead } from './runStore.ts'

const head = (status: RunStatus, more: Partial<RunHead> = {}): RunHead => ({
  id: 'r1',
  flowId: 'f',
  revision: 1,
  replayOf: null,
  status,
  waitingFor: [],
  seq: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  input: null,
  output: null,
  error: null,
  usage: idleNode.usage,
  ...more,
})

const asked = vi.fn<(path: string, body: unknown) => void>()

// What to do once a run is over is fetched on demand; here it is there before it is asked for.
beforeAll(() => import('./GoOn.tsx'))

describe('steering a run', () => {
  beforeEach(() => {
    vi.stubGlobal('fetch', async (path: string, { body }: { body?: string } = {}) => {
      asked(path, body && JSON.parse(body))
      return Response.json({ status: 'ok' })
    })
  })
  afterEach(() => {
    cleanup()
    asked.mockClear()
    vi.unstubAllGlobals()
  })

  it('pauses with F8 and stops with Mod+.', async () => {
    const { rerender } = render(<RunControls head={head('running')} />)
    expect(screen.queryByRole('button', { name: 'Step' })).toBeNull()
    fireEvent.keyDown(window, { key: 'F8' })
    expect(await screen.findByRole('button', { name: 'Pausing…' })).toBeTruthy()
    expect(asked).toHaveBeenLastCalledWith('/api/runs/r1/pause', {})
    rerender(<RunControls head={head('paused')} />)
    fireEvent.keyDown(window, { key: '.', ctrlKey: true })
    expect(asked).toHaveBeenLastCalledWith('/api/runs/r1/cancel', {})
  })

  it('steps with F10 and goes on with F8 while paused, and only then', () => {
    render(<RunControls head={head('paused')} />)
    fireEvent.keyDown(window, { key: 'F10' })
    expect(asked).toHaveBeenLastCalledWith('/api/runs/r1/step', {})
    cleanup()
    render(<RunControls head={head('paused')} />)
    fireEvent.keyDown(window, { key: 'F8' })
    expect(asked).toHaveBeenLastCalledWith('/api/runs/r1/resume', {})
    cleanup()
    asked.mockClear()
    render(<RunControls head={head('running')} />)
    fireEvent.keyDown(window, { key: 'F10' })
    expect(asked).not.toHaveBeenCalled()
  })

  it('asks once, however often a key is pressed before the run has changed', () => {
    render(<RunControls head={head('running')} />)
    for (let press = 0; press < 3; press++) fireEvent.keyDown(window, { key: 'F8' })
    expect(asked).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['failed', 'Try again from where it failed'],
    ['cancelled', 'Go on from where it stopped'],
  ] as const)('offers to go on with a run that is %s', async (status, name) => {
    vi.stubGlobal(
      'EventSource',
      class extends EventTarget {
        close() {}
      },
    )
    render(<RunControls head={head(status)} />)
    await userEvent.click(await screen.findByRole('button', { name }, { timeout: 5_000 }))
    expect(asked).toHaveBeenCalledWith('/api/runs/r1/retry', {})
  })

  it('offers to raise a spent budget instead, and nothing for a run that is done or a replay', async () => {
    render(<RunControls head={head('failed', { error: { code: 'budget', message: 'Used up' } })} />)
    expect(await screen.findByRole('button', { name: 'Raise the budget and go on' }, { timeout: 5_000 })).toBeTruthy()
    cleanup()
    render(<RunControls head={head('completed')} />)
    render(<RunControls head={head('failed', { replayOf: 'r0' })} />)
    expect(screen.queryByRole('button')).toBeNull()
  })
})
