import { ChevronDown } from 'lucide-react'
import { useDocument } from '../document/documentStore.ts'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { stopTag } from './steer.ts'

/** Steps may carry a tag by which all of them are stopped at once; the rest of the run goes on. */
export function StopTags({ runId }: { runId: string }) {
  const nodes = useDocument(({ flow }) => flow.nodes)
  const tags = [
    ...new Set(nodes.flatMap(({ params: { tag } }) => (typeof tag === 'string' && tag !== '' ? [tag] : []))),
  ]
  if (tags.length === 0) return null
  return (
    <Menu items={tags.map((tag) => ({ label: `Stop all “${tag}”`, onSelect: () => void stopTag(runId, tag) }))}>
      <Button aria-label="Stop by tag">
        Stop… <ChevronDown aria-hidden size={14} />
      </Button>
    </Menu>
  )
}
