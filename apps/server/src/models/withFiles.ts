import { type ModelClient, type ModelMessage, StepFailure } from '@quorum/engine'
import type { Uploads } from '../store/uploads.ts'
import { isText } from './fileType.ts'

/** A file with what is in it, for the adapters. */
export interface LoadedFile {
  readonly name: string
  readonly type: string
  readonly base64: string
}
export type LoadedMessage = ModelMessage & { readonly loaded?: readonly LoadedFile[] }

/**
 * Fetches what the files of messages hold, just before the call: requests, events and logs only name them. Texts become part
 * of the message itself, as every model reads those.
 */
export function withFiles(client: ModelClient, uploads: Pick<Uploads, 'get'>): ModelClient {
  const load = (message: ModelMessage): LoadedMessage => {
    if (!message.files || message.files.length === 0) return message
    const { files, ...rest } = message
    let { content } = rest
    const loaded: LoadedFile[] = []
    for (const { file, name } of files) {
      const found = uploads.get(file)
      if (found === null)
        throw new StepFailure('not-found', `The file “${name}” is no longer there. Start the run with it once more`)
      if (isText(found.type)) content += `\n\n--- ${name} ---\n${found.bytes.toString('utf8')}`
      else loaded.push({ name, type: found.type, base64: found.bytes.toString('base64') })
    }
    return { ...rest, content, ...(loaded.length > 0 ? { loaded } : {}) }
  }
  return {
    async call(request, options) {
      if (!request.messages.some(({ files }) => files && files.length > 0)) return client.call(request, options)
      return client.call({ ...request, messages: request.messages.map(load) }, options)
    },
  }
}
