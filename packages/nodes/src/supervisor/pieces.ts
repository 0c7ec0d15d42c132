import { z } from 'zod'
import { piece } from '../pattern/body.ts'

export const tasks = piece('supervisor-tasks', 'Tasks', 'Reads the plan.', {
  params: z.looseObject({ maxTasks: z.int() }),
  inputs: ['plan'],
  outputs: ['items', 'tasks'],
})

export const report = piece('supervisor-report', 'Report', 'Puts results and failures together.', {
  params: z.looseObject({ aggregateOnPartial: z.boolean() }),
  inputs: ['job', 'tasks', 'outcomes'],
  outputs: ['prompt'],
})

export const list = piece('supervisor-list', 'Outcomes', 'One outcome per task.', {
  inputs: ['tasks', 'outcomes'],
  outputs: ['tasks', 'outcomes', 'record'],
})
