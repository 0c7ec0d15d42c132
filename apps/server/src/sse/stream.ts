import { pingBytes } from './frame.ts'

/** Bytes one client may leave unread (SECURITY §4). */
const bound = 1024 * 1024
const pingAfterMs = 15_000

/** One open SSE answer. What does not fit is dropped, and `onRoom` is called once the client has read everything. */
export interface SseStream {
  readonly body: ReadableStream<Uint8Array>
  /** False: there is no room, and from now on nothing is taken until `onRoom`. */
  send(bytes: Uint8Array): boolean
  close(): void
  /** Called now and then: pings a quiet line, closes one whose reader may no longer read. */
  tick(nowMs: number): void
}

export function createStream(options: {
  readonly onRoom: () => void
  readonly onClose: () => void
  readonly mayRead: () => boolean
  readonly now: () => number
}): SseStream {
  let controller: ReadableStreamDefaultController<Uint8Array>
  let full = false
  let closed = false
  let sentAt = options.now()
  const closeOnce = (): void => {
    if (closed) return
    closed = true
    options.onClose()
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start: (it) => {
        controller = it
      },
      pull() {
        if (!full || closed || controller.desiredSize !== bound) return
        full = false
        options.onRoom()
      },
      cancel: closeOnce,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: bound }),
  )
  const stream: SseStream = {
    body,
    send(bytes) {
      if (closed || full) return false
      const room = controller.desiredSize ?? 0
      // Alone in the queue anything fits: a snapshot may be larger than the bound.
      if (room < bytes.byteLength && room !== bound) {
        full = true
        return false
      }
      controller.enqueue(bytes)
      sentAt = options.now()
      return true
    },
    close() {
      if (closed) return
      closeOnce()
      controller.close()
    },
    tick(nowMs) {
      if (!options.mayRead()) return stream.close()
      if (nowMs - sentAt >= pingAfterMs) stream.send(pingBytes)
    },
  }
  return stream
}
