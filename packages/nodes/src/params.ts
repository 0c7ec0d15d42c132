import { type FlowIssue, type FlowNode, isPlain, type TemplateParam } from '@quorum/engine'
import { z } from 'zod'

/**
 * Parameters most kinds share. `meta` goes into the JSON Schema the inspector draws: `title`, `description`, and `widget`
 * (`template`, `code`, `model`, `condition`, `schema`, `json`) where the type alone does not say which field fits,
 * `labels` for the words of an enum (or a description "code: words. code: words."), `hidden` for what cannot be used yet, `onlyFor` for what means something only while another parameter has one of the values.
 */
interface Hints {
  readonly onlyFor?: Readonly<Record<string, readonly unknown[]>>
}

export const template = (title: string, description: string, initial = '', hints: Hints = {}) =>
  z
    .string()
    .max(64 * 1024)
    .default(initial)
    .meta({ title, description, widget: 'template', ...hints })

export const model = (description = 'Leave empty to use the default model of this flow.', hints: Hints = {}) =>
  z
    .string()
    .max(200)
    .optional()
    .meta({ title: 'Model', description, widget: 'model', ...hints })

export const jsonSchema = (title: string, description: string, hints: Hints = {}) =>
  z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ title, description, widget: 'schema', ...hints })

/** One day. */
export const dayMs = 86_400_000

export const deadline = z
  .number()
  .min(0)
  .max(366 * dayMs)
  .default(dayMs)
  .meta({
    title: 'Deadline (ms)',
    description: 'How long to wait before it counts as a timeout. 24 hours unless you change it.',
  })

/** Names of ports a kind cannot give away, because the engine adds them itself. */
export const reservedPorts: ReadonlySet<string> = new Set(['limit', 'error'])

export const portName = z.string().min(1).max(64)

export const isTemplate = (text: string) => text.includes('{{') || text.includes('{%')

/** Model ids that are written out; one that is itself a template is only known when it runs. */
export const namedModels = (...ids: readonly (string | undefined)[]): string[] =>
  ids.filter((id): id is string => id !== undefined && id !== '' && !isTemplate(id))

export const templateParams = (texts: Readonly<Record<string, string | undefined>>): TemplateParam[] =>
  Object.entries(texts).flatMap(([path, text]) => (text ? [{ path, text }] : []))

export function issue(node: FlowNode, code: string, param: string, message: string): FlowIssue {
  return { code, severity: 'error', message, nodeId: node.id, path: `params.${param}` }
}

export const notSupportedYet = (node: FlowNode, param: string, what: string, instead: string): FlowIssue =>
  issue(node, 'not-supported-yet', param, `${what} cannot be run yet. ${instead}`)

/** For texts that are filled in while the engine decides, where no template engine is at hand. */
export function mustBePlain(node: FlowNode, param: string, text: string): FlowIssue[] {
  if (isPlain(text)) return []
  return [
    issue(
      node,
      'template-not-plain',
      param,
      'This text takes only plain names such as {{ input }}, no filters or tags.',
    ),
  ]
}

export const duplicates = (names: readonly string[]) => [
  ...new Set(names.filter((name, i) => names.indexOf(name) !== i)),
]

export const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`

/** How probable each port is, for estimates. */
export const shares = (ports: Readonly<Record<string, number>>): Readonly<Record<string, number>> => ports
