import type { NodeView } from '@quorum/engine'

/** A step that was withdrawn before it began ends at the moment it is first heard of. */
export const neverBegan = ({ startedAt, endedAt }: NodeView): boolean => startedAt === null || startedAt === endedAt
