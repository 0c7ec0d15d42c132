import type { FlowFile } from '@quorum/engine'

/** A flow of the gallery, ready to run. */
export interface Template {
  /** Stored in links: never rename. */
  readonly id: string
  readonly title: string
  /** One plain sentence. */
  readonly summary: string
  /** Id in the pattern catalogue. */
  readonly pattern: string
  readonly tags: readonly string[]
  readonly flow: FlowFile
  /** Runs the flow with one click. */
  readonly sampleInput: Readonly<Record<string, unknown>>
}

export const practiceModel = 'simulated/standard'
