import { type Flow, parseFlow } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import { z } from 'zod'
import { FlowFile, packed } from '../flowFile.ts'
import { bodyLimits, checkShape, invalid, parse } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import type { Api } from '../http/route.ts'
import { readMermaid } from '../mermaid/read.ts'
import { sourceOf, sources } from '../mermaid/source.ts'
import { writeMermaid } from '../mermaid/write.ts'
import { hideKeys } from '../secrets/hideKeys.ts'
import type { Deps } from './deps.ts'
import { Issue } from './schemas.ts'

const tag = 'Flows'
const there = 'quorum and mermaid'

/** Flows as text, in and out. */
export function exchangeRoutes(api: Api, { flows, check, redact }: Deps): void {
  const fileOf = (id: string, flow: Flow) => packed(id, flow, (called) => flows.get(called)?.flow)
  api.route(
    {
      method: 'get',
      path: '/api/flows/{id}/export',
      tag,
      summary: 'The flow as a file, with the flows it calls. Keys that were pasted into it are masked.',
      query: z.object({ as: z.string().max(20).default('quorum').describe('`quorum` or `mermaid`') }),
      answers: {
        200: { description: 'The flow file, or a Mermaid flowchart', type: 'text/plain' },
        501: { description: '`not-implemented`: another form' },
      },
    },
    (c, { param, query }) => {
      const flow = flows.get(param('id'))?.flow
      if (!flow) throw new Problem('not-found', 'There is no such flow. It may have been deleted.')
      if (query.as !== 'quorum' && query.as !== 'mermaid')
        throw new Problem('not-implemented', `Export as “${query.as}” is not there yet. There are ${there}.`)
      const text =
        query.as === 'quorum' ? JSON.stringify(fileOf(param('id'), flow), null, 2) : writeMermaid(flow, definitionOf)
      const [type, ending] = query.as === 'quorum' ? ['application/json', 'json'] : ['text/plain', 'mmd']
      return c.body(hideKeys(redact(text)), 200, {
        'Content-Type': `${type}; charset=utf-8`,
        'Content-Disposition': `attachment; filename="${fileName(flow.name)}.${ending}"; filename*=UTF-8''${encoded(flow.name)}.${ending}`,
        'Content-Security-Policy': 'sandbox',
      })
    },
  )
  api.route(
    {
      method: 'post',
      path: '/api/import',
      tag,
      summary: 'Reads a flow from text. Nothing is saved: post the flow to /api/flows.',
      body: {
        schema: z.strictObject({ source: z.enum(sources).default('auto'), text: z.string().min(1, 'is empty') }),
        maxBytes: bodyLimits.flow,
      },
      answers: {
        200: {
          description: 'The flow, its issues, what of the text it cannot hold, and what was guessed',
          schema: z.object({
            flow: FlowFile,
            issues: z.array(Issue),
            lost: z.array(z.string()),
            guessed: z.array(z.string()),
          }),
        },
        422: { description: '`invalid`: the text is no flow; see `issues`' },
        501: { description: '`not-implemented`: another source' },
      },
    },
    (c, { body }) => {
      const text = withoutFence(body.text)
      const source = body.source === 'auto' ? sourceOf(text) : body.source
      if (source === null) {
        throw unreadable(
          'This is neither a flow file of Quorum nor a Mermaid flowchart. A flowchart begins with “flowchart LR”.',
        )
      }
      if (source !== 'quorum' && source !== 'mermaid')
        throw new Problem('not-implemented', `Import from ${source} is not there yet. There are ${there}.`)
      const { flow, lost, guessed } = source === 'quorum' ? readFile(text) : drawn(text)
      return c.json({ flow, issues: check(flow), lost, guessed })
    },
  )
}

const unreadable = (message: string): Problem => invalid([{ code: 'unreadable', message, path: 'text' }])

interface Read {
  readonly flow: FlowFile
  readonly lost: readonly string[]
  readonly guessed: readonly string[]
}

function drawn(text: string): Read {
  if (sourceOf(text) !== 'mermaid')
    throw unreadable(
      'This is no Mermaid flowchart: it must begin with “flowchart” or “graph”. Other diagrams cannot be read.',
    )
  const { flow, ...read } = readMermaid(text, definitionOf)
  if (flow === null) throw unreadable('The drawing has more steps or connections than a flow may have. Split it.')
  return { flow, ...read }
}

function readFile(text: string): Read {
  checkShape(text)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw unreadable(`The text is not JSON: ${(error as Error).message}`)
  }
  const parsed = parseFlow(json)
  if (!parsed.ok) throw invalid(parsed.issues)
  return { flow: parse(FlowFile, parsed.flow), lost: [], guessed: [] }
}

/** As people copy it from a page: between three backticks. */
const withoutFence = (text: string): string => /^\s*```\w*\r?\n([\s\S]*?)\r?\n?```\s*$/.exec(text)?.[1] ?? text

const fileName = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9 _-]+/g, '_')
    .trim()
    .slice(0, 60) || 'flow'
/** RFC 6266: what the plain name cannot say. */
const encoded = (name: string): string =>
  encodeURIComponent(name.slice(0, 100).toWellFormed()).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  )
