import { templateNames } from '@quorum/engine'

type Schema = Readonly<Record<string, unknown>>

/**
 * The arguments that texts leave open: `{{ input.city }}` asks for a text `city`, a bare `{{ input }}` for one text
 * `input`.
 */
export function openArguments(texts: readonly string[], about: Readonly<Record<string, string>> = {}): Schema {
  const names = new Set<string>()
  for (const text of texts)
    for (const [root, field] of templateNames(text)) if (root === 'input') names.add(field ?? '')
  const fields = [...names].filter((name) => name !== '')
  const wanted = fields.length > 0 ? fields : names.has('') ? ['input'] : []
  return {
    type: 'object',
    properties: Object.fromEntries(
      wanted.map((name) => [name, { type: 'string', ...(about[name] ? { description: about[name] } : {}) }]),
    ),
    required: wanted,
    additionalProperties: false,
  }
}
