import { expect, test } from 'vitest'
import { createStream } from './stream.ts'

const MiB = 1024 * 1024
const setUp = () => {
  const seen = { room: 0, closed: 0 }
  let mayRead = true
  let time = 0
  const stream = createStream({
    onRoom: () => void seen.room++,
    onClose: () => void seen.closed++,
    mayRead: () => mayRead,
    now: () => time,
  })
  return {
    seen,
    stream,
    signOut: () => {
      mayRead = false
    },
    at: (ms: number) => {
      time = ms
      stream.tick(ms)
    },
  }
}

test('a client that reads nothing holds one MiB and no more', () => {
  const { stream } = setUp()
  const chunk = new Uint8Array(100_000)
  let taken = 0
  for (let i = 0; i < 1_000; i++) if (stream.send(chunk)) taken += chunk.byteLength
  expect(taken).toBeLessThanOrEqual(MiB)
  expect(taken).toBeGreaterThan(MiB / 2)
})

test('one that catches up is told once there is room again', async () => {
  const { stream, seen } = setUp()
  const reader = stream.body.getReader()
  while (stream.send(new Uint8Array(300_000)));
  expect(stream.send(new Uint8Array(1))).toBe(false)
  while (seen.room === 0) await reader.read()
  expect(stream.send(new Uint8Array(1))).toBe(true)
})

test('a single event may be larger than the bound', () => {
  const { stream } = setUp()
  expect(stream.send(new Uint8Array(3 * MiB))).toBe(true)
  expect(stream.send(new Uint8Array(1))).toBe(false)
})

test('a quiet line is pinged after 15 seconds, a busy one is not', async () => {
  const { stream, at } = setUp()
  const reader = stream.body.getReader()
  at(14_000)
  stream.send(new TextEncoder().encode('x'))
  at(20_000)
  at(29_000)
  stream.close()
  const texts: string[] = []
  for (let next = await reader.read(); !next.done; next = await reader.read())
    texts.push(new TextDecoder().decode(next.value))
  expect(texts).toEqual(['x', 'event: ping\ndata: {}\n\n'])
})

test('a stream ends when its reader leaves or may no longer read', async () => {
  const left = setUp()
  await left.stream.body.cancel()
  expect(left.seen.closed).toBe(1)
  const out = setUp()
  out.signOut()
  out.at(1_000)
  expect(out.seen.closed).toBe(1)
  expect(out.stream.send(new Uint8Array(1))).toBe(false)
})
