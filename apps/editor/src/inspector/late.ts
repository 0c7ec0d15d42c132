/** The functions zod writes JSON Schema with, once jsonSchema.ts has brought them (vite.config.ts: jsonSchemaOnDemand). */
export const late: Record<string, unknown> = {}
