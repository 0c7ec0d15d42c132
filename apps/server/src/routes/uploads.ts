import { z } from 'zod'
import { bodyLimits, invalid } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import type { Api } from '../http/route.ts'
import { fileType } from '../models/fileType.ts'
import type { Deps } from './deps.ts'

/** In base64 with its name it still fits into one body. */
const uploadBytes = 5 * 1024 * 1024

const File = z.object({
  file: z.string().describe('SHA-256 of its bytes; names it from now on'),
  name: z.string(),
  type: z.string().describe('As its bytes show, e.g. `image/png`'),
  size: z.int().describe('Bytes'),
})

/** Pictures and documents for runs: sent here first, then named in the run's input. */
export function uploadRoutes(api: Api, { uploads }: Deps): void {
  api.route(
    {
      method: 'post',
      path: '/api/uploads',
      tag: 'Runs',
      summary: 'Keeps a picture, PDF or text for runs. The answer is the value of a field of type `file`.',
      body: {
        schema: z.strictObject({
          name: z.string().trim().min(1).max(200),
          data: z.base64('must be the bytes of the file in base64'),
        }),
        maxBytes: bodyLimits.flow,
      },
      answers: {
        201: { description: 'It is kept', schema: File },
        422: { description: '`invalid`: too large, or of a kind that no model reads' },
      },
    },
    (c, { body }) => {
      const bytes = Buffer.from(body.data, 'base64')
      const wrong = (message: string): Problem => invalid([{ code: 'invalid-value', message, path: 'data' }])
      if (bytes.length === 0) throw wrong('is empty')
      if (bytes.length > uploadBytes)
        throw wrong('is larger than 5 MiB: make the picture smaller, or split the document')
      const type = fileType(body.name, bytes)
      if (type === null) throw wrong('is neither a picture (PNG, JPEG, GIF, WebP), a PDF nor a text')
      return c.json(uploads.keep(cleanName(body.name), type, bytes), 201)
    },
  )
  api.route(
    {
      method: 'get',
      path: '/api/uploads/{file}',
      tag: 'Runs',
      summary: 'A kept file, as a download.',
      answers: { 200: { description: 'Its bytes', type: 'application/octet-stream' } },
    },
    (c, { param }) => {
      const found = uploads.get(param('file'))
      if (found === null)
        throw new Problem('not-found', 'There is no such file. It may have been deleted with its runs.')
      // Strangers decided these bytes: they are never a page of ours (S24).
      return c.body(new Uint8Array(found.bytes), 200, {
        'Content-Type': found.type.startsWith('image/') ? found.type : 'application/octet-stream',
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`,
        'Content-Security-Policy': 'sandbox',
      })
    },
  )
}

/** The last part of a path, without what a file system or a header could stumble over. */
const cleanName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '')
    .replace(/\p{Cc}/gu, '')
    .toWellFormed()
    .trim() || 'file'
