import { expect, onTestFinished, test, vi } from 'vitest'
import { createClock } from './clock.ts'

const hour = 3_600_000

test('a clock set back does not hold up what is due, one set forward brings it on', async () => {
  vi.useFakeTimers({ now: 10 * hour, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  let ran = 0
  const clock = createClock(Date.now, () => ran)
  const pass = async (ms: number) => {
    ran += ms
    await vi.advanceTimersByTimeAsync(ms)
  }
  const fired: string[] = []
  clock.at(clock.now() + 1_000, () => fired.push('a second'))
  clock.at(clock.now() + 20 * hour, () => fired.push('tomorrow'))
  await pass(500)
  vi.setSystemTime(Date.now() - hour)
  const before = clock.now()
  await pass(400)
  expect(fired).toEqual([])
  await pass(200)
  expect(fired).toEqual(['a second'])
  expect(clock.now()).toBe(before + 600)
  vi.setSystemTime(Date.now() + 22 * hour)
  await pass(6 * hour)
  expect(fired).toEqual(['a second', 'tomorrow'])
})
