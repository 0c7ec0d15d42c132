import type { Database } from '../db/open.ts'
import { setting } from '../db/schema.ts'
import { type ModelSettings, noModelSettings } from '../models/modelSettings.ts'

/** What people set in Settings. */
export interface Settings {
  /** The model of flows that name none. */
  readonly defaultModel: string
  /** How long ended runs are kept; null: for ever. */
  readonly retentionDays: number | null
  readonly models: ModelSettings
}

export const defaultSettings: Settings = {
  defaultModel: 'simulated/standard',
  retentionDays: null,
  models: noModelSettings,
}
export type SettingsStore = ReturnType<typeof createSettings>

export function createSettings({ orm, sqlite }: Database) {
  const select = () => orm.select().from(setting).prepare()
  /** Made at the first look: before that there may be no such table yet. */
  let all: ReturnType<typeof select> | undefined
  const read = (): Settings => {
    all ??= select()
    const rows = all.all()
    return { ...defaultSettings, ...Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value)])) }
  }
  return {
    read,
    /** What is left out stays as it is. */
    write(changes: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Settings {
      sqlite.transaction(() => {
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined) continue
          const text = JSON.stringify(value)
          orm
            .insert(setting)
            .values({ name, value: text })
            .onConflictDoUpdate({ target: setting.name, set: { value: text } })
            .run()
        }
      })()
      return read()
    },
  }
}
