import type { Failure } from './failure.ts'
import { limits } from './limits.ts'
import type { Value } from './value.ts'

interface Weight {
  /** Characters of its JSON, about. */
  readonly chars: number
  /** Levels of lists and objects in it; a text has none. */
  readonly levels: number
}

/** Of large lists and objects, which never change: a value that holds one many times is weighed in the time of one. */
const known = new WeakMap<object, Weight>()
const keptFrom = 1_024

/**
 * How much a value is once it is written down. Steps hand on what others gave, so a few of them can make a value of which
 * one part stands in it a billion times: it is small in memory and fills every disk. @returns null: it is nested too deep.
 */
export function weigh(value: Value | undefined, left: number = limits.valueLevels): Weight | null {
  if (typeof value === 'string') return { chars: value.length + 2, levels: 0 }
  if (typeof value !== 'object' || value === null) return { chars: 8, levels: 0 }
  const before = known.get(value)
  if (before) return before.levels <= left ? before : null
  if (left === 0) return null
  let chars = 2
  let levels = 0
  const entries = Array.isArray(value) ? null : Object.keys(value)
  for (const inner of (entries ? Object.values(value) : value) as Iterable<Value>) {
    const weight = weigh(inner, left - 1)
    if (weight === null) return null
    chars += weight.chars + 1
    if (weight.levels > levels) levels = weight.levels
  }
  for (const name of entries ?? []) chars += name.length + 3
  const weight = { chars, levels: levels + 1 }
  if (chars >= keptFrom) known.set(value, weight)
  return weight
}

/** Why a value cannot be kept, or null. `most`: characters. */
export function tooHeavy(value: Value | undefined, most: number = limits.valueBytes): Failure | null {
  const weight = weigh(value)
  if (weight === null)
    return {
      code: 'too-large',
      message: `It holds lists and objects that are nested more than ${limits.valueLevels} deep. Take out the part that is needed.`,
    }
  if (weight.chars <= most) return null
  return {
    code: 'too-large',
    message: `It comes to more than ${Math.round(most / 1024 / 1024)} MB. Ask for less, or take out the part that is needed.`,
  }
}
