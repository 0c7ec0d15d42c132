import type { NodeBehaviour } from './node/behaviour.ts'
import type { NodeDefinition } from './node/definition.ts'

export * from './node/behaviour.ts'
export * from './node/context.ts'
export * from './node/definition.ts'
export * from './node/leap.ts'
export * from './node/loop.ts'
export type { Dispatch, ItemFacts, PoolOptions, PoolRest, PoolTally, Scaling } from './pool/options.ts'

/** How the engine finds kinds. It knows none by name. */
export interface Kit {
  definition(kind: string): NodeDefinition | undefined
  behaviour(kind: string): NodeBehaviour | undefined
}
