import type { Flow } from '@quorum/engine'
import { backEdges } from '../canvas/graph.ts'
import { dispatch, useDocument } from '../document/documentStore.ts'
import { flowGeometry } from '../geometry/geometry.ts'
import { announce } from '../ui/Live.tsx'
import { toast } from '../ui/Toast.tsx'
import type { Placed, TidyInput } from './tidy.ts'

/** Lays the whole drawing out anew, in a worker; one undo step. Edits made meanwhile stay. */
export async function tidy(): Promise<void> {
  const { flow, id } = useDocument.getState()
  if (flow.nodes.length === 0) return
  try {
    const nodes = await arranged(flow)
    if (useDocument.getState().id !== id) return
    dispatch({ type: 'layout', nodes })
    announce('Tidied up')
  } catch (error) {
    toast({
      text: `The layout could not be computed: ${error instanceof Error ? error.message : error}`,
      tone: 'error',
    })
  }
}

/** Where everything of a flow should stand, computed in a worker. */
export const arranged = (flow: Flow): Promise<readonly Placed[]> => inWorker(tidyInput(flow))

export function tidyInput(flow: Flow): TidyInput {
  const boxes = flowGeometry(flow)
  const back = backEdges(flow)
  return {
    nodes: flow.nodes.map((node) => {
      const box = boxes.get(node.id) ?? { width: 240, height: 120 }
      const body = 'body' in box && box.body
      return {
        id: node.id,
        width: box.width,
        height: box.height,
        ...(node.parent === undefined ? {} : { parent: node.parent }),
        ...(body
          ? {
              body: {
                x: body.x,
                y: body.y,
                below: box.height - body.y - body.height,
                minWidth: node.size?.width ?? 480,
                minHeight: node.size?.height ?? 300,
              },
            }
          : {}),
      }
    }),
    edges: flow.edges.filter(({ id }) => !back.has(id)).map(({ source, target }) => ({ source, target })),
  }
}

function inWorker(input: TidyInput): Promise<readonly Placed[]> {
  const worker = new Worker(new URL('./tidy.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<readonly Placed[]>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<readonly Placed[]>) => resolve(data)
    worker.onerror = ({ message }) => reject(new Error(message || 'the layout worker did not start'))
    worker.postMessage(input)
  }).finally(() => worker.terminate())
}
