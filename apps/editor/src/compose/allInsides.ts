import type { Body } from '@quorum/engine'

/** How each composite is taken apart, by the folder of its kind. A module of its own: see `insidesOnDemand` in vite.config.ts. */
export const insides = import.meta.glob<(params: never) => Body>('../../../../packages/nodes/src/*/expand.ts', {
  eager: true,
  import: 'expand',
})
