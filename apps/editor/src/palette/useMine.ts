import type { NodeDefinition } from '@quorum/engine'
import { listFlows } from '../api/client.ts'
import { useLoad } from '../api/useLoad.ts'
import type { addStep } from '../canvas/edits.ts'
import { useDocument } from '../document/documentStore.ts'
import { searchKinds } from './search.ts'

/** A workflow of one's own as something to add: how it is shown, and the step it becomes. */
export interface Own {
  readonly shown: NodeDefinition
  readonly kind: string
  readonly made: NonNullable<Parameters<typeof addStep>[2]>
}

/** Workflows of one's own that `calling` may run as a step of this one: all that fit a search, else the latest few. */
export function useMine(calling: NodeDefinition | undefined, query: string): readonly Own[] {
  const own = useDocument(({ id }) => id)
  const flows = useLoad(calling ? 'flows' : null, () => listFlows({ limit: 200 }))
  if (!calling) return []
  const all = (flows.data?.items ?? [])
    .filter(({ id }) => id !== own)
    .map(({ id, name, description, nodeCount }) => ({
      ...calling,
      ...{ kind: id, title: name, aliases: [] },
      summary: `${firstSentence(description)}A workflow of yours with ${nodeCount} ${nodeCount === 1 ? 'step' : 'steps'}.`,
    }))
  const found = query.trim() === '' ? all.slice(0, 5) : searchKinds(all, query)
  return found.map((shown) => ({
    shown,
    kind: calling.kind,
    made: { title: shown.title, params: { flowId: shown.kind } },
  }))
}

/** Of a description in Markdown, without its marks. */
function firstSentence(description: string): string {
  const [sentence = ''] = /^[^.\n]+\.?/.exec(description.replace(/[*_`#>]/g, '').trim()) ?? []
  return sentence === '' ? '' : `${sentence.replace(/\.?$/, '.')} `
}
