import { isRecord, renderPlain, StepFailure, type TemplateParam, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'

export type Json = z.core.util.JSONType
type Names = Readonly<Record<string, Value>>

/** A text that is one insertion and nothing else stands for the value itself. */
const single = /^\s*\{\{(?:(?!\}\}).)*\}\}\s*$/s
const startsJson = /^\s*(\[|\{(?![{%]))/

/** Every text of a body in which values may be filled in. */
export function templatesOf(body: Json | undefined, path: string): TemplateParam[] {
  if (typeof body === 'string') return body === '' ? [] : [{ path, text: body }]
  if (Array.isArray(body)) return body.flatMap((one, index) => templatesOf(one, `${path}[${index}]`))
  if (!isRecord(body)) return []
  return Object.entries(body).flatMap(([name, one]) => templatesOf(one as Json, `${path}.${name}`))
}

export const contentType = (headers: Readonly<Record<string, string>>): string | undefined =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1]

/** JSON is built as data and never as text, so that no value can change what stands around it. */
export function isJsonBody(body: Json, headers: Readonly<Record<string, string>>): boolean {
  if (typeof body !== 'string') return true
  const type = contentType(headers)
  return type === undefined ? startsJson.test(body) : /[/+]json\b/i.test(type)
}

/**
 * The JSON text of a body. In a written JSON text a value within quotes is escaped text, one without is JSON.
 * @throws StepFailure `invalid-request` when the text is not JSON.
 */
export function jsonBody(body: Json, names: Names): string {
  if (typeof body !== 'string') return JSON.stringify(filled(body, names))
  const inQuotes = quotes()
  const text = renderPlain(body, names, (value, before) =>
    inQuotes(before) ? JSON.stringify(textOf(value)).slice(1, -1) : JSON.stringify(value),
  )
  try {
    JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new StepFailure('invalid-request', `The body is not JSON: ${why}. Check its quotes and commas.`)
  }
  return text
}

/** A text body, and the type it has. */
export function textBody(body: string, names: Names): { readonly text: string; readonly type: string } {
  if (!single.test(body)) return { text: renderPlain(body, names), type: 'text/plain; charset=utf-8' }
  let structured = false
  const text = renderPlain(body, names, (value) => {
    structured = typeof value === 'object' && value !== null
    return structured ? JSON.stringify(value) : textOf(value)
  })
  return { text, type: structured ? 'application/json' : 'text/plain; charset=utf-8' }
}

function filled(body: Json, names: Names): Value {
  if (typeof body === 'string') {
    let whole: Value | undefined
    const text = renderPlain(body, names, (value) => {
      whole = value
      return textOf(value)
    })
    return single.test(body) && whole !== undefined ? whole : text
  }
  if (Array.isArray(body)) return body.map((one) => filled(one, names))
  if (!isRecord(body)) return body as Value
  return Object.fromEntries(Object.entries(body).map(([name, one]) => [name, filled(one as Json, names)]))
}

/** Whether a growing text ends within quotes; each character is looked at once. */
function quotes(): (text: string) => boolean {
  let inside = false
  let at = 0
  return (text) => {
    for (; at < text.length; at++) {
      if (text[at] === '\\') at++
      else if (text[at] === '"') inside = !inside
    }
    return inside
  }
}
