import { createHash, randomBytes } from 'node:crypto'

/** An opaque id of `[A-Za-z0-9_-]`; the prefix is for people who read logs. */
export const newId = (prefix: 'flow' | 'run' | 'case' | 'tests' | 'tok'): string =>
  `${prefix}_${randomBytes(15).toString('base64url')}`

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')
