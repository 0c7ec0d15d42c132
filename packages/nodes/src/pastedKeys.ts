import type { Flow, FlowIssue } from '@quorum/engine'

/** Keys that people paste into prompts and headers, by the way their makers write them (SECURITY S21). */
export const keyPatterns =
  /\b(?:sk-[A-Za-z0-9_-]{16,}|AIza[A-Za-z0-9_-]{30,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}|glpat-[\w-]{16,}|qrm_[\w-]{40,})|(?<=\bBearer )[A-Za-z0-9._~+/-]{16,}=*/g

/** Warns of keys that stand in settings, where everybody who gets the flow can read them. */
export function pastedKeys({ nodes }: Pick<Flow, 'nodes'>): FlowIssue[] {
  return nodes.flatMap((node, index) =>
    textsIn(node.params, `nodes[${index}].params`).flatMap(({ path, text }): FlowIssue[] => {
      if (text.search(keyPatterns) === -1) return []
      return [
        {
          code: 'pasted-key',
          severity: 'warning',
          message: `“${node.title ?? node.id}” has what looks like a key in its settings. Everybody who gets this flow can read it. Store it in Settings, and choose it there instead.`,
          nodeId: node.id,
          path,
        },
      ]
    }),
  )
}

function textsIn(value: unknown, path: string): { path: string; text: string }[] {
  if (typeof value === 'string') return value.length < 16 ? [] : [{ path, text: value }]
  if (Array.isArray(value)) return value.flatMap((one, index) => textsIn(one, `${path}[${index}]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => textsIn(one, `${path}.${name}`))
}
