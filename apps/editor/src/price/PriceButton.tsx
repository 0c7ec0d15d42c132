import { inspectFlow } from '../canvas/uiStore.ts'
import { Button } from '../ui/Button.tsx'
import { priceWords } from './priceWords.ts'
import { useEstimate } from './useEstimate.ts'

/** What a run will take, before the first one; a click shows what that is built on. */
export function PriceButton() {
  const estimate = useEstimate()
  if (!estimate || estimate.calls.max === 0) return null
  return (
    <Button
      size="small"
      look="quiet"
      title="What a run takes, what that is built on, and a budget from it"
      onClick={inspectFlow}
    >
      {priceWords(estimate)}
    </Button>
  )
}
