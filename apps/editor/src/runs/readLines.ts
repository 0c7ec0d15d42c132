/** Hands on the lines of a stream as they come, the last one with or without its end. */
export async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<readonly string[]> {
  const reader = stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  let left = ''
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const parts = (left + chunk.value).split('\n')
    left = parts.pop() ?? ''
    if (parts.length > 0) yield parts
  }
  if (left !== '') yield [left]
}
