import { defineNode, type FlowIssue, type FlowNode, isPlain, isRecord, port, type Value } from '@quorum/engine'
import { z } from 'zod'
import { duplicates, issue, mustBePlain, template, templateParams } from '../params.ts'
import { openArguments } from '../toolSchema.ts'
import { isJsonBody, templatesOf } from './body.ts'
import { forbiddenIn, headerName } from './header.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const

const Params = z.looseObject({
  method: z.enum(methods).default('GET').meta({ title: 'Method', description: 'GET reads, the others change things.' }),
  url: template('Address', 'https://… Values filled in are made safe for an address.'),
  body: z.json().optional().meta({
    title: 'Body',
    description: 'Text or JSON. A value without quotes around it goes in as JSON.',
    widget: 'template',
  }),
  headers: z
    .record(z.string().max(200), z.string().max(8_192))
    .default({})
    .meta({ title: 'Headers', description: 'By name, e.g. { "Accept": "text/plain" }.', widget: 'json' }),
  credential: z
    .string()
    .max(64)
    .optional()
    .meta({ title: 'Key', description: 'The id of a stored key (Settings). It is only sent to the hosts it is for.' }),
  accept: z.enum(['success', 'any']).default('success').meta({
    title: 'Answers that count',
    description: 'success: a status from 400 on fails the step. any: every answer is passed on with its status.',
  }),
})
export type Params = z.infer<typeof Params>

/** Calls an address on the internet. */
export const http = defineNode({
  kind: 'http',
  title: 'HTTP request',
  category: 'tool',
  summary: 'Calls a web address and passes on what it answers.',
  aliases: ['web', 'api', 'rest', 'fetch', 'request', 'webhook', 'url', 'get', 'post', 'curl'],
  icon: 'globe',
  params: Params,
  ports: () => ({ inputs: [port('in')], outputs: [port('out', 'answer', 'json')] }),
  fields: () => null,
  fact: ({ method }) => method,
  rows: ({ method, url, credential }) => [
    { label: method, value: url.replace(/^https?:\/\//, '').slice(0, 40) || 'no address yet' },
    ...(credential ? [{ label: 'Key', value: credential }] : []),
  ],
  strip: true,
  verb: 'Calling',
  callsOut: () => true,
  templates: ({ url, headers, body }) => [
    ...templateParams({ url }),
    ...Object.entries(headers).flatMap(([name, text]) => (text ? [{ path: `headers.${name}`, text }] : [])),
    ...templatesOf(body, 'body'),
  ],
  asTool: ({ method, url, headers, body }) => ({
    schema: openArguments([url, ...Object.values(headers), ...templatesOf(body, 'body').map(({ text }) => text)]),
    dangerous: method !== 'GET' && method !== 'HEAD',
    result: (answer) => (isRecord(answer) ? ((answer.body ?? null) as Value) : answer),
  }),
  check,
})

function check(params: Params, node: FlowNode): FlowIssue[] {
  const { url, headers, body, method } = params
  if (!url.trim())
    return [issue(node, 'missing-param', 'url', 'This request has no address yet. Give one with https://.')]
  const issues = mustBePlain(node, 'url', url)
  const start = url.trim()
  if (!start.startsWith('{{') && !/^https?:\/\//i.test(start)) {
    issues.push(issue(node, 'invalid-param', 'url', 'The address must begin with https:// or http://.'))
  }
  for (const [name, text] of Object.entries(headers)) {
    if (!headerName.test(name) || forbiddenIn(text) !== null) {
      const message = `The header “${name}” cannot be sent: names take letters, digits and dashes, and values no line breaks.`
      issues.push(issue(node, 'invalid-param', `headers.${name}`, message))
    }
  }
  for (const name of duplicates(Object.keys(headers).map((header) => header.toLowerCase()))) {
    issues.push(issue(node, 'duplicate-header', 'headers', `The header “${name}” is given twice. Keep one of them.`))
  }
  if (body !== undefined && isJsonBody(body, headers)) {
    for (const { path, text } of templatesOf(body, 'body')) {
      if (!isPlain(text)) issues.push(...mustBePlain(node, path, text))
    }
  }
  if (body !== undefined && body !== '' && (method === 'GET' || method === 'HEAD')) {
    issues.push(issue(node, 'invalid-param', 'body', `A ${method} request has no body. Remove it, or choose POST.`))
  }
  return issues
}
