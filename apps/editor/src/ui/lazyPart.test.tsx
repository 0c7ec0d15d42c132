// @vitest-environment happy-dom
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lazyPart } from './lazyPart.tsx'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a part that cannot be fetched while the server is away is fetched when it is back', async () => {
  let fetches = 0
  const Part = lazyPart(async () => {
    if (++fetches < 3) throw new TypeError('Failed to fetch dynamically imported module')
    return () => <p>There</p>
  })
  const at = document.createElement('div')
  const root = createRoot(at)
  await act(() => root.render(<Part />))
  expect(at.textContent).toBe('')
  await act(() => vi.advanceTimersByTimeAsync(2_000))
  expect([at.textContent, fetches]).toEqual(['There', 3])
  act(() => root.unmount())
})

test('one that never comes is told to the panel around it', async () => {
  const Part = lazyPart<object>(() => Promise.reject(new TypeError('gone')))
  const root = createRoot(document.createElement('div'))
  await act(() => root.render(<Part />))
  const wait = async (): Promise<void> => act(() => vi.advanceTimersByTimeAsync(60_000).then(() => undefined))
  await expect(wait()).rejects.toThrow('gone')
})
