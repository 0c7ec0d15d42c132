import type { Value } from '@quorum/engine'
import { priceWords } from './priceWords.ts'
import { useEstimate } from './useEstimate.ts'

/** What a run with this input will probably cost, before it starts. Silent while nobody knows. */
export function PriceLine({ input }: { input: Value }) {
  const estimate = useEstimate(input)
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
