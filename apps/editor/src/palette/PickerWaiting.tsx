import { type PickerRequest, useUi } from '../canvas/uiStore.ts'
import { EarlyInput } from '../ui/EarlyInput.tsx'

export const WIDTH = 340
export const HEIGHT = 400
export const inputLook = 'm-2 mb-1 h-8 shrink-0 rounded-control border border-line-strong bg-surface px-2.5 text-body'

/** Beside what was pointed at, and inside the window. */
export const cornerOf = ({ screen }: PickerRequest): { left: number; top: number } => ({
  left: Math.max(8, Math.min(screen.x, innerWidth - WIDTH - 8)),
  top: Math.max(8, Math.min(screen.y, innerHeight - HEIGHT - 8)),
})

/** The empty picker, where it will be: takes the first keys when somebody is faster than its code. */
export function PickerWaiting() {
  const request = useUi(({ picker }) => picker)
  if (!request) return null
  return (
    <div
      role="dialog"
      aria-label="Add a step"
      aria-busy
      className="pop fixed z-50 flex flex-col overflow-hidden"
      style={{ ...cornerOf(request), width: WIDTH, height: HEIGHT }}
    >
      <EarlyInput
        asked={request}
        label="Which step?"
        onCancel={() => useUi.setState({ picker: null })}
        className={inputLook}
      />
    </div>
  )
}
