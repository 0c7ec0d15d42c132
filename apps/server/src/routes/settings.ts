import { z } from 'zod'
import { bodyLimits } from '../http/body.ts'
import type { Api } from '../http/route.ts'
import { parseModelId } from '../models/modelId.ts'
import type { Deps } from './deps.ts'

const tag = 'Settings'
const Settings = z.object({
  defaultModel: z.string().describe('The model of flows that name none'),
  retentionDays: z.int().nullable().describe('How long ended runs are kept; null: for ever'),
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
})

export function settingsRoutes(api: Api, { settings }: Deps): void {
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
    (c, { body }) => c.json(settings.write(body)),
  )
}
