import type { ModelId } from '../modelId.ts'

/** How a practice model behaves. Shares are between 0 and 1. */
export interface SimulatedSettings {
  /** Until the first token; null draws 300–900 ms. */
  readonly latencyMs: number | null
  /** 0 means at once. */
  readonly tokensPerSecond: number
  /** Share of calls that fail as networks and providers fail. */
  readonly errorRate: number
  /** So many of the first tries at a step fail: its attempts, and the rounds of what it lies in. */
  readonly failFirst: number
  /** Share of answers that are wrong. */
  readonly noise: number
  /** Share of answers that break their schema. */
  readonly malformedRate: number
  /** Share of calls that are declined. */
  readonly refusalRate: number
}

const calm = { errorRate: 0, failFirst: 0, noise: 0, malformedRate: 0, refusalRate: 0 }

export const simulatedModels: Readonly<
  Record<string, { readonly label: string; readonly settings: SimulatedSettings }>
> = {
  standard: { label: 'Practice model', settings: { ...calm, latencyMs: null, tokensPerSecond: 40 } },
  fast: { label: 'Practice model, no delays', settings: { ...calm, latencyMs: 0, tokensPerSecond: 0 } },
  noisy: {
    label: 'Practice model, unreliable',
    settings: {
      latencyMs: null,
      tokensPerSecond: 80,
      errorRate: 0.15,
      failFirst: 0,
      noise: 0.2,
      malformedRate: 0.1,
      refusalRate: 0.02,
    },
  },
}

const ranges: Readonly<Record<keyof SimulatedSettings, number>> = {
  latencyMs: 60_000,
  tokensPerSecond: 100_000,
  errorRate: 1,
  failFirst: 100,
  noise: 1,
  malformedRate: 1,
  refusalRate: 1,
}

export interface SettingsProblem {
  readonly code: 'unknown-model' | 'invalid-request'
  readonly message: string
}

/** The settings of a practice model with its parameters. @returns the problem if a name or a parameter is wrong. */
export function simulatedSettings({ name, query }: ModelId): SimulatedSettings | SettingsProblem {
  const model = Object.hasOwn(simulatedModels, name) ? simulatedModels[name] : undefined
  if (model === undefined) {
    const known = Object.keys(simulatedModels).map((other) => `simulated/${other}`)
    return { code: 'unknown-model', message: `There is no practice model “${name}”. Use ${known.join(', ')}` }
  }
  const settings: Record<string, number | null> = { ...model.settings }
  for (const [key, text] of query) {
    if (!Object.hasOwn(ranges, key)) {
      const message = `simulated/${name} has no parameter “${key}”. It has ${Object.keys(ranges).join(', ')}`
      return { code: 'invalid-request', message }
    }
    const max = ranges[key as keyof SimulatedSettings]
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (!(value >= 0 && value <= max)) {
      const message = `The parameter ${key} of simulated/${name} must be a number from 0 to ${max}, not “${text}”`
      return { code: 'invalid-request', message }
    }
    settings[key] = value
  }
  return settings as unknown as SimulatedSettings
}
