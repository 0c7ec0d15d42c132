import type { FlowFile } from '@quorum/engine'
import { createFlow, exportAs } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import { pasteText } from '../canvas/pasting.ts'
import type { XY } from '../document/commands.ts'
import { useDocument } from '../document/documentStore.ts'
import { sent } from '../runs/launch.ts'
import { download } from '../ui/download.ts'
import { toast } from '../ui/Toast.tsx'
import { readDrawing } from './drawn.ts'
import { pictureOf, rastered } from './picture.ts'

export type Form = 'file' | 'mermaid' | 'svg' | 'png'

/** The workflow on screen as a file that others open with all it calls, as a Mermaid diagram, or as a picture. */
export async function saveAs(form: Form): Promise<void> {
  try {
    const { id, flow } = useDocument.getState()
    if (form === 'svg' || form === 'png') {
      const picture = new Blob([pictureOf(flow)], { type: 'image/svg+xml' })
      return download(form === 'svg' ? picture : await rastered(picture), flow.name, form)
    }
    await sent()
    if (!id) return
    if (form === 'file') download(await exportAs(id, 'quorum'), flow.name, 'quorum.json')
    else download(await exportAs(id, 'mermaid'), flow.name, 'mmd')
  } catch (error) {
    toast({ text: messageOf(error), tone: 'error' })
  }
}

/** The steps of a file whose flows are saved first, so that its steps can call them here. */
export async function pasteWithFlows(text: string, at: XY | null): Promise<void> {
  try {
    const { flow } = await createFlow(JSON.parse(text) as FlowFile)
    pasteText(JSON.stringify(flow), at)
    toast({ text: `“${flow.name}” and the workflows it calls are among yours now.` })
  } catch (error) {
    toast({ text: messageOf(error), tone: 'error' })
  }
}

/** A diagram from the clipboard becomes steps; what was guessed is told. */
export async function pasteMermaid(text: string, at: XY): Promise<void> {
  try {
    pasteText(JSON.stringify(await readDrawing(text)), at)
  } catch (error) {
    toast({ text: messageOf(error), tone: 'error' })
  }
}
