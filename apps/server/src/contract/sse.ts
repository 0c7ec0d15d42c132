/** One frame of an event stream, as a client reads it. */
export function readFrame(frame: string): { event: string; id: string; data: unknown } {
  const fields = new Map(
    frame.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  )
  return {
    event: fields.get('event') ?? 'message',
    id: fields.get('id') ?? '',
    data: JSON.parse(fields.get('data') ?? 'null'),
  }
}

/** The frames of a response, as they come. */
export async function* frames(response: Response): AsyncGenerator<ReturnType<typeof readFrame>> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
      yield readFrame(text.slice(0, at))
      text = text.slice(at + 2)
    }
  }
}
