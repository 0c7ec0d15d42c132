import { z } from 'zod'
import { Problem } from '../http/problem.ts'
import type { Api } from '../http/route.ts'
import type { StoredFile } from '../store/files.ts'
import type { Deps } from './deps.ts'
import { iso, listOf, Time } from './schemas.ts'

const tag = 'Flows'
const File = z.object({ name: z.string(), size: z.int().describe('In characters'), updatedAt: Time })

/** The files that the steps of a flow have written. */
export function fileRoutes(api: Api, { files }: Deps): void {
  const noFile = (): Problem => new Problem('not-found', 'There is no such file. GET /api/flows/{id}/files lists them.')
  api.route(
    {
      method: 'get',
      path: '/api/flows/{id}/files',
      tag,
      summary: 'Files of a flow; of a run whose flow was not saved, by the id of the run.',
      answers: { 200: { description: 'All of them', schema: listOf(File) } },
    },
    (c, { param }) => c.json({ items: files.list(param('id')).map(shown), nextCursor: null }),
  )
  api.route(
    {
      method: 'get',
      path: '/api/flows/{id}/files/{name}',
      tag,
      summary: 'The text of a file, as a download.',
      answers: { 200: { description: 'The text', type: 'text/plain' } },
    },
    (c, { param }) => {
      const body = files.read(param('id'), param('name'))
      if (body === null) throw noFile()
      // A flow decided these bytes: they are saved and never shown as a page of ours (S24).
      c.header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(param('name'))}`)
      return c.text(body, 200, { 'Content-Security-Policy': 'sandbox' })
    },
  )
  api.route(
    {
      method: 'delete',
      path: '/api/flows/{id}/files/{name}',
      tag,
      summary: 'Deletes a file.',
      answers: { 204: { description: 'Done' } },
    },
    (c, { param }) => {
      if (!files.remove(param('id'), param('name'))) throw noFile()
      return c.body(null, 204)
    },
  )
}

const shown = ({ updatedAt, ...rest }: StoredFile) => ({ ...rest, updatedAt: iso(updatedAt) })
