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

export function rememberInput(flowId: string, input: Value): void {
  try {
    localStorage.setItem(key(flowId), JSON.stringify(input))
  } catch {
    // No room or not allowed: the form starts from the sample next time.
  }
}

/** Starts a run of the saved flow. @throws ApiError `invalid` with the issues that stop it. */
export async function start(flowId: string, input: Value): Promise<string> {
  rememberInput(flowId, input)
  const { id } = await startRun({ flowId, input }, crypto.randomUUID())
  return id
}
