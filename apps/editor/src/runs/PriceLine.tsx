import { estimateFlow } from '../api/client.ts'
import { useLoad } from '../api/useLoad.ts'
import { useDocument } from '../document/documentStore.ts'
import { priceWords } from './priceWords.ts'

/** What the run will probably cost, before it starts. Silent while nobody knows. */
export function PriceLine() {
  const flow = useDocument((state) => state.flow)
  const { data } = useLoad(flow.nodes.length === 0 ? null : JSON.stringify(flow), () => estimateFlow(flow))
  if (!data) return null
  return (
    <p className="figures text-muted text-row" title={data.assumptions.map(({ text }) => text).join('\n') || undefined}>
      {priceWords(data)}
    </p>
  )
}
