/** In the build this brings zod's functions late, with the inspector (vite.config.ts: jsonSchemaOnDemand). */
export { toJSONSchema } from 'zod/v4/core'
