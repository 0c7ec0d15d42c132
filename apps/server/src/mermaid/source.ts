import { isRecord } from '@quorum/engine'

export const sources = ['auto', 'quorum', 'mermaid', 'n8n', 'flowise', 'langflow', 'dify'] as const
export type Source = Exclude<(typeof sources)[number], 'auto'>

/** Whose text this is, by its look; null: nobody's that is known. */
export function sourceOf(text: string): Source | null {
  const start = text.slice(0, 20_000)
  const withoutHead = start.replace(/^\s*---\r?\n[\s\S]*?\r?\n---\r?\n/, '').replace(/^(\s*(%%.*)?\r?\n)*/, '')
  if (/^\s*(flowchart|graph)\b/.test(withoutHead)) return 'mermaid'
  if (/^[ \t]*(app:|kind: app\b|version:[^\n]*\nkind: app)/m.test(start) && /\bworkflow:|\bmodel_config:/.test(text))
    return 'dify'
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  if (!isRecord(json)) return null
  if (
    typeof json.format === 'string' ||
    (Array.isArray(json.nodes) && !('connections' in json) && !hasData(json.nodes))
  )
    return 'quorum'
  if (Array.isArray(json.nodes) && isRecord(json.connections)) return 'n8n'
  if (isRecord(json.data) && Array.isArray(json.data.nodes)) return 'langflow'
  return Array.isArray(json.nodes) ? 'flowise' : null
}

const hasData = (nodes: readonly unknown[]): boolean => nodes.some((node) => isRecord(node) && isRecord(node.data))
