import type { NodeDefinition } from '@quorum/engine'
import { definitions } from '@quorum/nodes/definitions'

/** Kinds people can add; those that only live inside composites stay out. */
export const kinds: readonly NodeDefinition[] = definitions.filter(({ hidden }) => !hidden)
