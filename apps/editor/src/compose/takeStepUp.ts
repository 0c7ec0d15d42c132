import { inspect, useUi } from '../canvas/uiStore.ts'
import { becoming } from '../document/becoming.ts'
import { dispatch, undoStep, useDocument } from '../document/documentStore.ts'
import { toast } from '../ui/Toast.tsx'
import { stepUp, stepUpAt } from './stepUp.ts'

/** Takes the selected pattern, or the first there is, one step up: one step of undo. */
export function takeStepUp(nodeId: string | null): void {
  const { flow } = useDocument.getState()
  const at = nodeId ?? stepUpAt(flow)
  const higher = at === null ? null : stepUp(flow, at)
  if (!higher) {
    toast({ text: 'There is no step up from here. Select an agent or a pattern that stands by itself.' })
    return
  }
  dispatch(becoming(flow, higher.flow, `Step up to ${higher.title}`))
  inspect(higher.nodeId)
  useUi.setState({ reveal: higher.nodeId })
  toast({ text: `Now a ${higher.title}, with the same agents`, action: { label: 'Undo', run: () => void undoStep() } })
}
