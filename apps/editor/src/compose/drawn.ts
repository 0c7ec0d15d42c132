import type { Flow } from '@quorum/engine'
import { type Imported, importFlow } from '../api/client.ts'

const most = 8

/** A note shows some six lines, so each guess has one of its own, side by side. */
const apart = { x: 236, y: 180 }

/** The flow of a Mermaid diagram, with notes above it that say what was guessed. @throws ApiError */
export async function readDrawing(text: string): Promise<Flow> {
  const read = await importFlow(text)
  const { flow } = read
  const y = Math.min(0, ...flow.nodes.map(({ position }) => position.y)) - apart.y
  const notes = toldOf(read).map((told, place) => ({
    id: `guessed${place}`,
    text: told,
    position: { x: place * apart.x, y },
  }))
  return { ...flow, notes: [...flow.notes, ...notes] }
}

/** Empty: nothing had to be guessed. */
function toldOf({ guessed, lost, issues }: Imported): readonly string[] {
  const lines = [
    ...guessed,
    ...lost.map((what) => `Not taken over: ${what}.`),
    ...issues.filter(({ severity }) => severity === 'error').map(({ message }) => message),
  ]
  if (lines.length === 0) return []
  const more = lines.length > most ? [`And ${lines.length - most} more.`] : []
  return ['**Read from a Mermaid diagram.**\n\nPlease check what was guessed.', ...lines.slice(0, most), ...more]
}
