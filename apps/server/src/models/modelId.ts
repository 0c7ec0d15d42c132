export const providers = ['simulated', 'local', 'openai', 'anthropic', 'google'] as const
export type Provider = (typeof providers)[number]

export interface ModelId {
  readonly provider: Provider
  readonly name: string
  readonly query: URLSearchParams
}

/** Reads `<provider>/<model>[?parameters]`. @returns the parts, or the problem in words. */
export function parseModelId(id: string): ModelId | string {
  const slash = id.indexOf('/')
  const provider = providers.find((known) => known === id.slice(0, slash))
  if (slash < 1 || provider === undefined)
    return `“${id}” is not a model id. Write <provider>/<model> with one of ${providers.join(', ')}, such as simulated/standard`
  const rest = id.slice(slash + 1)
  // Only the practice models take parameters; elsewhere a question mark is part of the name.
  const mark = provider === 'simulated' ? rest.indexOf('?') : -1
  const name = mark < 0 ? rest : rest.slice(0, mark)
  if (name === '') return `“${id}” names no model after ${provider}/`
  return { provider, name, query: new URLSearchParams(mark < 0 ? '' : rest.slice(mark + 1)) }
}
