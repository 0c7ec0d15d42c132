import { GuardError } from './guardError.ts'

/** Passes a body on until it exceeds `maxBytes` after decoding; then it ends with a {@link GuardError}. */
export function limitBody(
  body: ReadableStream | null,
  maxBytes: number,
  host: string,
): ReadableStream<Uint8Array<ArrayBuffer>> | null {
  let bytes = 0
  return (
    body?.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          bytes += chunk.byteLength
          if (bytes > maxBytes) throw new GuardError(`${host} answered with more than ${maxBytes} bytes`)
          controller.enqueue(chunk)
        },
      }),
    ) ?? null
  )
}
