import type { Value } from '@quorum/engine'
import { startRun } from '../api/client.ts'

const key = (flowId: string): string => `quorum.input.${flowId}`

/** What was typed last for this flow on this device. */
export function lastInput(flowId: string): Record<string, Value> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key(flowId)) ?? '{}')
    return typeof stored === 'object' && stored !== null && !Array.isArray(stored)
      ? (stored as Record<string, Value>)
      : {}
  } catch {
    return {}
  }
}

/** Has this flow been given its input on this device before? */
export function wasAsked(flowId: string): boolean {
  try {
    return localStorage.getItem(key(flowId)) !== null
  } catch {
    return true
  }
}

export function rememberInput(flowId: string, input: Value): void {
  try {
    localStorage.setItem(key(flowId), JSON.stringify(input))
  } catch {
    // No room or not allowed: the form starts from the sample next time.
  }
}

/**
 * Starts a run of the saved flow; `pins` are results that it takes instead of doing the step, `until` is the last step to
 * be done. @throws ApiError `invalid` with the issues that stop it.
 */
export async function start(
  flowId: string,
  input: Value,
  pins: Readonly<Record<string, Value>> = {},
  until: string | null = null,
): Promise<string> {
  rememberInput(flowId, input)
  const kept = Object.keys(pins).length > 0 ? { pins } : {}
  const { id } = await startRun({ flowId, input, ...kept, ...(until === null ? {} : { until }) }, crypto.randomUUID())
  return id
}
