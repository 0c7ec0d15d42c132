import { useStoreApi } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'
import { useUi } from './uiStore.ts'

type Detail = 'full' | 'title' | 'box'

/** How much of a step is drawn at this zoom. The limits overlap, so that it does not flicker at one of them. */
function detailAt(zoom: number, before: Detail): Detail {
  const title = before === 'full' ? 0.58 : 0.62
  const box = before === 'box' ? 0.32 : 0.28
  return zoom >= title ? 'full' : zoom >= box ? 'title' : 'box'
}

/** Keeps `data-detail` on the canvas, and how much its buttons must grow: the style sheet does the rest, and only the step to plain boxes renders steps anew. */
export function useDetail(canvas: RefObject<HTMLElement | null>): void {
  const store = useStoreApi()
  useEffect(() => {
    let detail: Detail = 'full'
    const show = (): void => {
      detail = detailAt(store.getState().transform[2], detail)
      if (canvas.current && canvas.current.dataset.detail !== detail) canvas.current.dataset.detail = detail
      // Buttons above a step keep their size. In few steps: every change of it styles the whole canvas anew.
      const grow = String(Math.max(1, Math.ceil(10 / store.getState().transform[2]) / 10))
      if (canvas.current && canvas.current.style.getPropertyValue('--tool-scale') !== grow)
        canvas.current.style.setProperty('--tool-scale', grow)
      const far = detail === 'box'
      if (useUi.getState().far !== far) useUi.setState({ far })
    }
    show()
    return store.subscribe(show)
  }, [store, canvas])
}
