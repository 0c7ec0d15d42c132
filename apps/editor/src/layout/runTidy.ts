import type { Flow } from '@quorum/engine'
import { backEdges } from '../canvas/graph.ts'
import { FRAME, groupRef, groupScene } from '../canvas/groups.ts'
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
export const arranged = async (flow: Flow): Promise<readonly Placed[]> => settled(await inWorker(tidyInput(flow)))

/** Steps of a group are laid out as if it were a container; on the canvas their positions count from what is around it. */
export function settled(placed: readonly Placed[]): readonly Placed[] {
  const corners = new Map(placed.map(({ id, position }) => [id, position]))
  return placed.flatMap((one): Placed[] => {
    if (one.id.startsWith('group:')) return []
    const corner = one.within === undefined ? undefined : corners.get(one.within)
    return [corner ? { id: one.id, position: { x: one.position.x + corner.x, y: one.position.y + corner.y } } : one]
  })
}

export function tidyInput(flow: Flow): TidyInput {
  const boxes = flowGeometry(flow)
  const back = backEdges(flow)
  const { frames, groupOf } = groupScene(flow, boxes)
  const around = (id: string): string => {
    const group = groupOf.get(id)
    return group !== undefined && frames.has(group) ? groupRef(group) : id
  }
  const groups = [...frames.values()].map(({ group, parent }) => ({
    id: groupRef(group.id),
    width: 0,
    height: 0,
    ...(parent === undefined ? {} : { parent }),
    frame: FRAME,
  }))
  const steps = flow.nodes.map((node) => {
    const box = boxes.get(node.id) ?? { width: 240, height: 120 }
    const body = 'body' in box && box.body
    return {
      id: node.id,
      width: box.width,
      height: box.height,
      ...(around(node.id) !== node.id
        ? { parent: around(node.id), within: around(node.id) }
        : node.parent === undefined
          ? {}
          : { parent: node.parent }),
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
  })
  const forward = flow.edges.filter(({ id }) => !back.has(id))
  return {
    nodes: [...groups, ...steps],
    edges: [
      ...forward.map(({ source, target }) => ({ source, target })),
      // Between a group and what is around it the frame stands for its steps.
      ...forward
        .map(({ source, target }) => ({ source: around(source), target: around(target) }))
        .filter(({ source, target }, at) => source !== forward[at]?.source || target !== forward[at]?.target),
    ],
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
