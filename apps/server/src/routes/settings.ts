import { StepFailure } from '@quorum/engine'
import { z } from 'zod'
import { bodyLimits } from '../http/body.ts'
import type { Api } from '../http/route.ts'
import { parseModelId } from '../models/modelId.ts'
import { ModelSettings } from '../models/modelSettings.ts'
import type { Deps } from './deps.ts'

const tag = 'Settings'
const Settings = z.object({
  defaultModel: z.string().describe('The model of flows that name none'),
  retentionDays: z.int().nullable().describe('How long ended runs are kept; null: for ever'),
  models: ModelSettings.describe('Own models and prices, limits per provider, who is asked in turn'),
})
const Changes = z.strictObject({
  defaultModel: z
    .string()
    .max(200)
    .superRefine((id, context) => {
      const parsed = parseModelId(id)
      if (typeof parsed === 'string') context.addIssue({ code: 'custom', message: parsed })
    })
    .optional(),
  retentionDays: z.int('must be a whole number of days, or null').min(1).max(36_500).nullable().optional(),
  models: ModelSettings.optional(),
})

export function settingsRoutes(api: Api, { settings, models, reloadKeys }: Deps): void {
  api.route(
    {
      method: 'get',
      path: '/api/settings',
      tag,
      summary: 'What people set on this server.',
      answers: { 200: { description: 'The settings', schema: Settings } },
    },
    (c) => c.json(settings.read()),
  )
  api.route(
    {
      method: 'put',
      path: '/api/settings',
      tag,
      summary: 'Changes settings. What is left out stays.',
      body: { schema: Changes, maxBytes: bodyLimits.other },
      answers: { 200: { description: 'The settings now', schema: Settings } },
    },
    async (c, { body }) => {
      const after = settings.write(body)
      if (body.models !== undefined) await reloadKeys()
      return c.json(after)
    },
  )
  api.route(
    {
      method: 'post',
      path: '/api/models/test',
      tag,
      summary: 'Asks a model one short question: does it answer? It costs what such a call costs.',
      body: { schema: z.strictObject({ model: z.string().min(1).max(200) }), maxBytes: bodyLimits.other },
      answers: { 200: { description: 'Whether it does', schema: z.object({ ok: z.boolean(), message: z.string() }) } },
    },
    async (c, { body: { model } }) => {
      const startedAt = performance.now()
      try {
        const signal = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(30_000)])
        const { text } = await models.call(
          { model, messages: [{ role: 'user', content: 'Answer with the word “ready”.' }], maxOutputTokens: 256 },
          { signal, idempotencyKey: crypto.randomUUID(), onText: () => {} },
        )
        const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
        return c.json({ ok: true, message: `It answered in ${seconds} s: “${text.trim().slice(0, 80)}”` })
      } catch (error) {
        if (error instanceof StepFailure) return c.json({ ok: false, message: error.message })
        if (error instanceof Error && /timeout|abort/i.test(error.name))
          return c.json({ ok: false, message: 'It did not answer within 30 seconds.' })
        throw error
      }
    },
  )
}
