import { EarlyInput } from '../ui/EarlyInput.tsx'
import { useUi } from './uiStore.ts'

/** Nothing to see until the list of targets is there, but the keys meant for it must not act on the canvas. */
export function ConnectWaiting() {
  const from = useUi(({ connectFrom }) => connectFrom)
  return from ? (
    <EarlyInput
      asked={from}
      label="Type to find a step"
      onCancel={() => useUi.setState({ connectFrom: null })}
      className="sr-only"
    />
  ) : null
}
