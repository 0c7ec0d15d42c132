import { completed, isRecord, type NodeBehaviour, StepFailure, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { addressOf } from '../http/address.ts'
import type { webPage } from './definition.ts'
import { pageText } from './pageText.ts'

/** `{title, text, url, cut}` of a page. JSON and plain text are passed on as they are. */
export const runWebPage: NodeBehaviour<z.infer<typeof webPage.params>> = {
  async task(ctx, { url: template, maxChars, links }, { names }) {
    const { input } = names
    // As a tool its only argument is the address.
    const given = isRecord(input) && typeof input.url === 'string' ? { ...names, input: input.url } : names
    const url = addressOf(template, given as Readonly<Record<string, Value>>)
    const { body, headers } = await ctx.http({
      method: 'GET',
      url,
      headers: { accept: 'text/html, text/plain;q=0.9, application/json;q=0.8' },
      body: null,
    })
    const type = headers['content-type'] ?? ''
    if (typeof body === 'string' && /^(image|audio|video|application\/(pdf|zip|octet-stream))/i.test(type))
      throw new StepFailure('invalid-request', `${url} is no page with text but ${type}.`)
    const page =
      typeof body === 'string' && (/html/i.test(type) || /^\s*<(!doctype|html)/i.test(body))
        ? pageText(body, { links, base: url, most: maxChars })
        : { title: '', text: typeof body === 'string' ? body : JSON.stringify(body, null, 2) }
    const text = page.text.slice(0, maxChars)
    return completed({ out: { title: page.title, text, url, cut: text.length < page.text.length } })
  },
}
