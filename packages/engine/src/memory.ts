import { isRecord, type Value } from './value.ts'

/** How a new value is joined to what a key holds. All but `last`, `append` and `merge` give the same in any order. */
export const reducers = ['last', 'sum', 'max', 'min', 'append', 'union', 'merge'] as const
export type Reducer = (typeof reducers)[number]

/** A change of a run's memory, as it stands in the log. */
export type MemoryChange =
  | { readonly do: 'write'; readonly key: string; readonly reducer: Reducer; readonly value: Value }
  /** Multiplies numbers (also in objects) of the key, or of all; what falls below is forgotten. */
  | { readonly do: 'decay'; readonly key: string | null; readonly factor: number; readonly below: number }
  | { readonly do: 'checkpoint' | 'restore'; readonly name: string }

/** What the steps of a run share. Immutable. */
export interface Memory {
  readonly values: Readonly<Record<string, Value>>
  readonly checkpoints: ReadonlyMap<string, Readonly<Record<string, Value>>>
}

export const emptyMemory: Memory = { values: Object.freeze({}), checkpoints: new Map() }

/** Pure and total: a value that does not fit its reducer takes the place of what was there. */
export function changeMemory(memory: Memory, changes: readonly MemoryChange[]): Memory {
  return changes.reduce(changeOne, memory)
}

function changeOne(memory: Memory, change: MemoryChange): Memory {
  const { values, checkpoints } = memory
  switch (change.do) {
    case 'write': {
      const before = Object.hasOwn(values, change.key) ? values[change.key] : undefined
      return { values: withKey(values, change.key, reduce(change.reducer, before, change.value)), checkpoints }
    }
    case 'decay': {
      const kept = Object.entries(values).flatMap(([key, value]) => {
        const after = change.key === null || change.key === key ? decayed(value, change) : value
        return after === undefined ? [] : [[key, after] as const]
      })
      return { values: Object.freeze(Object.fromEntries(kept)), checkpoints }
    }
    case 'checkpoint':
      return { values, checkpoints: new Map(checkpoints).set(change.name, values) }
    case 'restore':
      return { values: checkpoints.get(change.name) ?? values, checkpoints }
  }
}

function withKey(values: Memory['values'], key: string, value: Value): Memory['values'] {
  return Object.freeze(Object.fromEntries([...Object.entries(values).filter(([other]) => other !== key), [key, value]]))
}

export function reduce(reducer: Reducer, before: Value | undefined, value: Value): Value {
  switch (reducer) {
    case 'sum':
    case 'max':
    case 'min':
      if (typeof before !== 'number' || typeof value !== 'number') return value
      return reducer === 'sum' ? before + value : Math[reducer](before, value)
    case 'append':
      return [...(Array.isArray(before) ? (before as Value[]) : []), value]
    case 'union': {
      const all = [...(Array.isArray(before) ? (before as Value[]) : []), ...(Array.isArray(value) ? value : [value])]
      const byText = new Map(all.map((one) => [JSON.stringify(one), one as Value]))
      return [...byText.keys()].sort().map((text) => byText.get(text) as Value)
    }
    case 'merge':
      return isRecord(before) && isRecord(value) ? ({ ...before, ...value } as Value) : value
    case 'last':
      return value
  }
}

function decayed(value: Value, { factor, below }: { factor: number; below: number }): Value | undefined {
  if (typeof value === 'number') return Math.abs(value * factor) < below ? undefined : value * factor
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      const after = decayed(one as Value, { factor, below })
      return after === undefined ? [] : [[key, after]]
    }),
  )
}
