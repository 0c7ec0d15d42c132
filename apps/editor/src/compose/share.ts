import { exportAs, importFlow } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import { pasteText } from '../canvas/edits.ts'
import type { XY } from '../document/commands.ts'
import { useDocument } from '../document/documentStore.ts'
import { toast } from '../ui/Toast.tsx'
import { pictureOf } from './picture.ts'

const types = { json: 'application/json', mmd: 'text/plain', svg: 'image/svg+xml' } as const

/** Hands a text to the browser's downloads. */
function download(text: string, ending: keyof typeof types): void {
  const { name } = useDocument.getState().flow
  const url = URL.createObjectURL(new Blob([text], { type: types[ending] }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name.replace(/[^\p{L}\p{N} _-]+/gu, '').trim() || 'workflow'}.${ending === 'json' ? 'quorum.json' : ending}`
  link.click()
  URL.revokeObjectURL(url)
}

/** The workflow on screen as a file: to be opened again here, as a Mermaid diagram, or as a picture. */
export async function saveAs(ending: keyof typeof types): Promise<void> {
  const { id, flow } = useDocument.getState()
  try {
    if (ending === 'json') download(JSON.stringify(flow, null, 2), ending)
    else if (ending === 'svg') download(pictureOf(flow), ending)
    else if (id) download(await exportAs(id, 'mermaid'), ending)
  } catch (error) {
    toast({ text: messageOf(error), tone: 'error' })
  }
}

/** A diagram from the clipboard becomes steps; what was guessed is told. */
export async function pasteMermaid(text: string, at: XY): Promise<void> {
  try {
    const { flow, issues, lost } = await importFlow(text)
    const guessed = [...lost.map(String), ...issues.map(({ message }) => message)]
    const note = {
      id: 'guessed',
      text: `**Read from a Mermaid diagram.** ${guessed.length > 0 ? `Please check:\n\n${guessed.slice(0, 8).join('\n')}` : 'Nothing had to be guessed.'}`,
      position: { x: 0, y: Math.min(0, ...flow.nodes.map(({ position }) => position.y)) - 220 },
    }
    pasteText(JSON.stringify({ ...flow, notes: [...(flow.notes ?? []), note] }), at)
  } catch (error) {
    toast({ text: messageOf(error), tone: 'error' })
  }
}
