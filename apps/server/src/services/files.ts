import { StepFailure, type Value } from '@quorum/engine'
import { z } from 'zod'
import type { Redact } from '../redact.ts'
import type { FileStore } from '../store/files.ts'
import type { Service } from './services.ts'

const Request = z.strictObject({
  action: z.enum(['read', 'write', 'append', 'list', 'delete']),
  missing: z.enum(['fail', 'empty']).default('fail'),
  name: z.string().default(''),
  text: z.string().default(''),
})

/** What `file` nodes ask for: texts in the folder of their flow, without the keys that may have come with them. */
export function filesService(store: FileStore, redact: Redact): Service {
  return async (request, { runId, flowId, idempotencyKey }): Promise<Value> => {
    const { action, missing, name, text } = Request.parse(request)
    const owner = flowId ?? runId
    switch (action) {
      case 'list':
        return store.list(owner).map(({ name, size }) => ({ name, size }))
      case 'read': {
        const body = store.read(owner, name)
        if (body !== null || missing === 'empty') return body ?? ''
        throw new StepFailure('not-found', `There is no file “${name}” in this flow’s folder. It has: ${known(owner)}.`)
      }
      case 'delete':
        return { name, deleted: store.remove(owner, name) }
      case 'write':
      case 'append':
        return {
          name,
          size: store.write(owner, name, redact(text), { append: action === 'append', key: idempotencyKey }),
        }
    }
  }

  function known(owner: string): string {
    const names = store.list(owner).map((file) => file.name)
    return names.length === 0 ? 'nothing yet' : names.slice(0, 20).join(', ')
  }
}
