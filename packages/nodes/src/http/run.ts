import {
  completed,
  isPlain,
  type NodeBehaviour,
  type StepContext,
  StepFailure,
  textOf,
  type Value,
} from '@quorum/engine'
import { addressOf } from './address.ts'
import { contentType, isJsonBody, jsonBody, textBody } from './body.ts'
import type { Params } from './definition.ts'
import { forbiddenIn } from './header.ts'

type Names = Readonly<Record<string, Value>>

/** One call, and what it answered as `{status, headers, body}`. */
export const runHttp: NodeBehaviour<Params> = {
  async task(ctx, params, { names }) {
    const url = addressOf(params.url, names)
    const headers = await headersOf(ctx, params, names)
    const body = await bodyOf(ctx, params, names)
    if (body !== null && contentType(headers) === undefined) headers['Content-Type'] = body.type
    const { method, credential, accept } = params
    const answer = await ctx.http({
      method,
      url,
      headers,
      body: body?.text ?? null,
      ...(credential ? { credential } : {}),
      ...(accept === 'any' ? { anyStatus: true } : {}),
    })
    const sent = body?.text.slice(0, 2_000) ?? null
    return completed(
      { out: { ...answer } },
      { call: `${method} ${url}`, sent, status: answer.status, size: textOf(answer.body).length },
    )
  },
}

async function headersOf(ctx: StepContext, { headers }: Params, names: Names): Promise<Record<string, string>> {
  const entries = Object.entries(headers)
  const texts = await ctx.render(
    entries.map(([, text]) => text),
    names,
  )
  return Object.fromEntries(
    entries.map(([name], i) => {
      const text = (texts[i] ?? '').trim()
      const wrong = forbiddenIn(text)
      if (wrong === null) return [name, text]
      throw new StepFailure(
        'invalid-request',
        `The header “${name}” would contain ${wrong}. Check the value it is given.`,
      )
    }),
  )
}

async function bodyOf(ctx: StepContext, { method, body, headers }: Params, names: Names) {
  if (body === undefined || body === '' || method === 'GET' || method === 'HEAD') return null
  if (isJsonBody(body, headers)) return { text: jsonBody(body, names), type: 'application/json' }
  const text = String(body)
  if (isPlain(text)) return textBody(text, names)
  const [rendered = ''] = await ctx.render([text], names)
  return { text: rendered, type: 'text/plain; charset=utf-8' }
}
