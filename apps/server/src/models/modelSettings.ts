import { z } from 'zod'
import { parseModelId, providers } from './modelId.ts'

const ModelName = z
  .string()
  .max(200)
  .superRefine((id, context) => {
    const parsed = parseModelId(id)
    if (typeof parsed === 'string') context.addIssue({ code: 'custom', message: parsed })
  })
const usd = z.number().min(0).max(100_000)

/** What people set about models on this server. */
export const ModelSettings = z.strictObject({
  /** Models of their own, or other prices for known ones; US dollars per million tokens, null: not known. `priceCached` left out: as any input. */
  own: z
    .array(
      z.strictObject({ id: ModelName, priceIn: usd.nullable(), priceOut: usd.nullable(), priceCached: usd.nullish() }),
    )
    .max(200)
    .default([]),
  /** Per provider: calls at once, and calls a minute. */
  limits: z
    .partialRecord(
      z.enum(providers),
      z.strictObject({
        atOnce: z.int().min(1).max(1_000).nullable().default(null),
        perMinute: z.int().min(1).max(100_000).nullable().default(null),
      }),
    )
    .default({}),
  /** Who is asked in turn when a model cannot be reached or is exhausted. */
  fallbacks: z
    .array(z.strictObject({ model: ModelName, instead: z.array(ModelName).min(1).max(5) }))
    .max(50)
    .default([]),
})
export type ModelSettings = z.output<typeof ModelSettings>
export const noModelSettings: ModelSettings = ModelSettings.parse({})
