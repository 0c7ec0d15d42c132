import type { Flow } from '@quorum/engine'
import { type Imported, importFlow } from '../api/client.ts'

const most = 8

/** The flow of a Mermaid diagram, with a note above it that says what was guessed. @throws ApiError */
export async function readDrawing(text: string): Promise<Flow> {
  const read = await importFlow(text)
  const { flow } = read
  const told = toldOf(read)
  if (told === null) return flow
  const top = Math.min(0, ...flow.nodes.map(({ position }) => position.y))
  return { ...flow, notes: [...flow.notes, { id: 'guessed', text: told, position: { x: 0, y: top - 240 } }] }
}

/** Null: nothing had to be guessed. */
function toldOf({ guessed, lost, issues }: Imported): string | null {
  const lines = [
    ...guessed,
    ...lost.map((what) => `Not taken over: ${what}.`),
    ...issues.filter(({ severity }) => severity === 'error').map(({ message }) => message),
  ]
  if (lines.length === 0) return null
  const shown = lines.slice(0, most).map((line) => `- ${line}`)
  const more = lines.length > most ? [`- and ${lines.length - most} more`] : []
  return ['**Read from a Mermaid diagram.** Please check:', '', ...shown, ...more].join('\n')
}
