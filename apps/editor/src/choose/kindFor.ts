import type { NodeDefinition } from '@quorum/engine'
import { definitions } from '@quorum/nodes/definitions'

/** The kind that is a pattern. The primitives it is made of may carry the same id: they stand before it in the palette. */
export const kindFor = (patternId: string): NodeDefinition | undefined =>
  definitions.findLast((one) => one.patternId === patternId && !one.hidden)
