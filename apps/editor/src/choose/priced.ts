import { type FlowFile, isRecord, type Value } from '@quorum/engine'
import { useEffect, useState } from 'react'
import { estimateFlow } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import type { Estimate, Model } from '../api/types.ts'
import { useModels } from '../api/useModels.ts'
import { money, priceWords } from '../price/priceWords.ts'

/** What is asked about here; a run may take more. */
export const mostItems = 10_000

interface Listed {
  readonly field: string
  readonly length: number
}

/** The one list of a sample. */
export function listOf(sample: Value | undefined): Listed | null {
  const lists = isRecord(sample) ? Object.entries(sample).filter(([, value]) => Array.isArray(value)) : []
  const [field, list] = lists.length === 1 ? (lists[0] ?? []) : []
  return field !== undefined && Array.isArray(list) && list.length > 0 ? { field, length: list.length } : null
}

/** The sample with so many items, its own over and over. */
export function withItems(sample: Value | undefined, { field }: Listed, n: number): Value | undefined {
  const list = isRecord(sample) ? sample[field] : undefined
  if (!isRecord(sample) || !Array.isArray(list)) return sample
  return { ...sample, [field]: Array.from({ length: n }, (_, i) => list[i % list.length] as Value) }
}

/** What a run takes, in words: as the flow stands, and with a cheap model where it only practises. */
export function usePriced(flow: FlowFile | null | undefined, input: Value | undefined): string {
  const [priced, setPriced] = useState('')
  const cheap = cheapest(useModels() ?? [])
  const asked = JSON.stringify({ flow: flow ?? null, input })
  const [id, label] = [cheap?.id, cheap?.label]
  useEffect(() => {
    const { flow: file, input: given } = JSON.parse(asked) as { flow: FlowFile | null; input?: Value }
    if (!file) return
    let current = true
    setPriced('Working it out…')
    const ask = async (): Promise<string> => {
      const known = given === undefined ? {} : { input: given }
      const price = await estimateFlow(file, known)
      const free = price.usd?.max === 0 && price.calls.max > 0 && id !== undefined
      const real = free ? await estimateFlow(file, { ...known, model: id }) : null
      return withReal(price, real, label)
    }
    ask().then(
      (words) => current && setPriced(words),
      (error) => current && setPriced(messageOf(error)),
    )
    return () => {
      current = false
    }
  }, [asked, id, label])
  return priced
}

const withReal = (price: Estimate, real: Estimate | null, label: string | undefined): string =>
  real?.usd && label !== undefined
    ? `${priceWords(price)} · with ${label} ${real.usd.expected < 0.01 ? '' : 'about '}${money(real.usd.expected)}`
    : priceWords(price)

/** Of the models with a price; one that is set up before others. */
function cheapest(models: readonly Model[]): Model | undefined {
  const price = ({ priceIn = 0, priceOut = 0 }: Model): number => priceIn + priceOut
  return models
    .filter((one) => !one.simulated && price(one) > 0)
    .toSorted((a, b) => Number(b.available) - Number(a.available) || price(a) - price(b))[0]
}
