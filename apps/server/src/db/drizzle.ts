import { createRequire } from 'node:module'

/**
 * Drizzle as CommonJS, the only place that loads it. Node reads and parses the nearest package.json anew for each `.js` module
 * that is imported, and Drizzle's lists 3,000 exports: as modules it took 190 MiB and half a second, so it takes 24 MiB.
 */
const require = createRequire(import.meta.url)
const core: typeof import('drizzle-orm') = require('drizzle-orm')
const tables: typeof import('drizzle-orm/sqlite-core') = require('drizzle-orm/sqlite-core')
const driver: typeof import('drizzle-orm/better-sqlite3') = require('drizzle-orm/better-sqlite3')
const migrator: typeof import('drizzle-orm/better-sqlite3/migrator') = require('drizzle-orm/better-sqlite3/migrator')

export const { and, asc, count, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, ne, or, sql } = core
export const { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } = tables
export const { drizzle } = driver
export const { migrate } = migrator
export type { SQL } from 'drizzle-orm'
export type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
