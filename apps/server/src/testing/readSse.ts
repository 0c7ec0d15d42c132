import { applyPatch, type RunPatch, type RunView } from '@quorum/engine'

export interface SseEvent {
  readonly event: string
  readonly id: string | null
  readonly data: Record<string, unknown>
}

/** Events of a stream as they come; ends with it. */
export async function* readSse(body: ReadableStream<Uint8Array>): AsyncGenerator<SseEvent> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(chunk, { stream: true })
    for (let end = rest.indexOf('\n\n'); end !== -1; end = rest.indexOf('\n\n')) {
      const fields = new Map(
        rest
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
      )
      rest = rest.slice(end + 2)
      yield {
        event: fields.get('event') ?? '',
        id: fields.get('id') ?? null,
        data: JSON.parse(fields.get('data') ?? '{}') as Record<string, unknown>,
      }
    }
  }
}

/** What an outside client does with events of one run. */
export function fold(view: RunView | null, { event, data }: SseEvent): RunView | null {
  if (event === 'snapshot') return data as unknown as RunView
  if (event === 'patch' && view !== null) return applyPatch(view, data as unknown as RunPatch)
  return view
}
