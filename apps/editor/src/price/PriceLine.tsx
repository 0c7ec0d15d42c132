import { priceWords } from './priceWords.ts'
import { useEstimate } from './useEstimate.ts'

/** What the run will probably cost, before it starts. Silent while nobody knows. */
export function PriceLine() {
  const estimate = useEstimate()
  if (!estimate) return null
  return (
    <p
      className="figures text-muted text-row"
      title={estimate.assumptions.map(({ text }) => text).join('\n') || undefined}
    >
      {priceWords(estimate)}
    </p>
  )
}
