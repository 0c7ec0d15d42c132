import { type FormEvent, useId, useState } from 'react'
import { getSettings, putSettings, testModel } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import type { Model, ModelPrices, ModelSettings } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { refreshModels, useModels } from '../api/useModels.ts'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/Toast.tsx'
import { Fallbacks } from './Fallbacks.tsx'
import { Limits } from './Limits.tsx'

/** Every model with a trial call and its price, models of one's own, limits, and who is asked when one cannot be had. */
export function Models() {
  const { data, error, reload } = useLoad('settings', getSettings)
  const models = useModels()
  const save = async (change: Partial<ModelSettings>): Promise<void> => {
    if (!data) return
    try {
      await putSettings({ models: { ...data.models, ...change } })
      reload()
      refreshModels()
      toast({ text: 'Saved.' })
    } catch (problem) {
      toast({ text: messageOf(problem), tone: 'error' })
    }
  }
  const own = data?.models.own ?? []
  const setPrice = (id: string, prices: ModelPrices): void =>
    void save({ own: [...own.filter((one) => one.id !== id), { id, ...prices }] })
  return (
    <>
      {error ? <p className="mt-2 text-failed text-row">{error}</p> : null}
      <p className="mt-3 text-muted text-row">
        Prices are US dollars per million tokens: read, read again from the provider’s cache, and written. Those of
        known models were written down by hand in November 2026 and may have changed: compare them with the maker’s page
        and set your own. Empty means unknown, and then costs are shown as unknown, never as nothing.
      </p>
      <ul className="mt-2 divide-y divide-line rounded-node border border-line bg-surface" aria-busy={!models}>
        {models?.map((model) => (
          <Row
            key={`${model.id} ${model.priceIn} ${model.priceCached} ${model.priceOut}`}
            model={model}
            onPrice={setPrice}
            onForget={
              own.some(({ id }) => id === model.id)
                ? () => void save({ own: own.filter(({ id }) => id !== model.id) })
                : undefined
            }
          />
        ))}
      </ul>
      <AddModel onAdd={(id) => setPrice(id, { priceIn: null, priceOut: null })} />
      {data ? (
        <>
          <Limits value={data.models.limits} onChange={(limits) => void save({ limits })} />
          <Fallbacks
            value={data.models.fallbacks}
            models={models ?? []}
            onChange={(fallbacks) => void save({ fallbacks })}
          />
        </>
      ) : null}
    </>
  )
}

/** The fields for prices, in the order in which a call incurs them. */
const kinds = [
  { way: 'priceIn', short: 'in', words: 'what it reads' },
  { way: 'priceCached', short: 'cached', words: 'what it had read before' },
  { way: 'priceOut', short: 'out', words: 'what it writes' },
] as const

interface RowProps {
  readonly model: Model
  readonly onPrice: (id: string, prices: ModelPrices) => void
  readonly onForget: (() => void) | undefined
}

function Row({ model, onPrice, onForget }: RowProps) {
  const { id, label, simulated, available, reason } = model
  const [said, setSaid] = useState<{ ok: boolean; message: string } | null>(null)
  const [asking, setAsking] = useState(false)
  const [prices, setPrices] = useState(() => ({
    priceIn: model.priceIn?.toString() ?? '',
    priceCached: model.priceCached?.toString() ?? '',
    priceOut: model.priceOut?.toString() ?? '',
  }))
  const ask = async (): Promise<void> => {
    setAsking(true)
    setSaid(await testModel(id).catch((problem: unknown) => ({ ok: false, message: messageOf(problem) })))
    setAsking(false)
  }
  const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text))
  const store = (): void => {
    if (kinds.every(({ way }) => numberOf(prices[way]) === (model[way] ?? null))) return
    onPrice(id, {
      priceIn: numberOf(prices.priceIn),
      priceOut: numberOf(prices.priceOut),
      priceCached: numberOf(prices.priceCached),
    })
  }
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
      <span className="font-medium text-body">{label}</span>
      <code className="font-mono text-muted text-row">{id}</code>
      <span className="flex-1" />
      {simulated ? (
        <span className="text-muted text-row">Practice answers</span>
      ) : (
        <span className="flex basis-full gap-2 sm:basis-auto">
          {kinds.map(({ way, short, words }) => (
            <input
              key={way}
              type="number"
              min={0}
              step="any"
              className="field !w-22"
              aria-label={`Price of ${label}, ${words}, US dollars per million tokens`}
              title={`US dollars per million tokens of ${words}`}
              placeholder={`$ ${short}`}
              value={prices[way]}
              onChange={({ target }) => setPrices({ ...prices, [way]: target.value })}
              onBlur={store}
            />
          ))}
        </span>
      )}
      <span className={`text-row ${available ? 'text-done' : 'text-muted'}`}>
        {available ? 'Ready' : (reason ?? 'Needs a key')}
      </span>
      <Button size="small" disabled={!available || asking} aria-label={`Test ${label}`} onClick={() => void ask()}>
        {asking ? 'Asking…' : 'Test'}
      </Button>
      {onForget ? (
        <Button size="small" look="danger" aria-label={`Forget what is set for ${label}`} onClick={onForget}>
          Forget
        </Button>
      ) : null}
      {said ? (
        <p role="status" className={`w-full text-row ${said.ok ? 'text-done' : 'text-failed'}`}>
          {said.message}
        </p>
      ) : null}
    </li>
  )
}

function AddModel({ onAdd }: { onAdd: (id: string) => void }) {
  const id = useId()
  const [name, setName] = useState('')
  const add = (event: FormEvent): void => {
    event.preventDefault()
    onAdd(name.trim())
    setName('')
  }
  return (
    <form onSubmit={add} className="mt-3 flex flex-wrap items-end gap-2">
      <label htmlFor={id} className="block min-w-48 flex-1 text-row">
        <span className="mb-1 block font-medium">Another model</span>
        <input
          id={id}
          className="field"
          placeholder="local/llama3.2 or openai/gpt-5-pro"
          maxLength={200}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <Button type="submit" disabled={!name.includes('/')}>
        Add model
      </Button>
    </form>
  )
}
