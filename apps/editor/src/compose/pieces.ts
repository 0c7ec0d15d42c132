import type { NodeDefinition } from '@quorum/engine'

/** The kinds that live only inside composites. The build fills it (`insidesOnDemand` in vite.config.ts); elsewhere they are in the registry. */
export const pieces: Readonly<Record<string, NodeDefinition>> = {}
