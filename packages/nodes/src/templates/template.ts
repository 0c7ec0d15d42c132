import type { FlowFile } from '@quorum/engine'

/** What people come for, in their words and in the order of the gallery. */
export const outcomes = [
  'Get a second opinion',
  'Check before it goes out',
  'Work through a list',
  'Write something',
  'Find out or plan',
  'Bring it to the right one',
  'Make it reliable, fast or cheap',
  'Try things out',
] as const
export type Outcome = (typeof outcomes)[number]

/** A flow of the gallery, ready to run. */
export interface Template {
  /** Stored in links: never rename. */
  readonly id: string
  readonly title: string
  /** One plain sentence. */
  readonly summary: string
  /** Id in the pattern catalogue. */
  readonly pattern: string
  readonly outcome: Outcome
  readonly tags: readonly string[]
  readonly flow: FlowFile
  /** Runs the flow with one click. */
  readonly sampleInput: Readonly<Record<string, unknown>>
}

export const practiceModel = 'simulated/standard'
