import { listIn, numberIn, textIn } from '../card/text.tsx'
import { type Branch, Tree } from '../drill/parts.tsx'
import type { DrillInProps } from '../drill/props.tsx'

/** The tree of tasks with the pattern and budget of each. */
export function RecursiveOrchestrationDrillIn({ step: { ports } }: DrillInProps) {
  return <Tree title="Leads and tasks" branches={ports?.tree ? branchesOf(ports.tree, 0) : []} />
}

const branchesOf = (task: unknown, depth: number): readonly Branch[] => [
  {
    depth,
    text: textIn(task, 'task') ?? '',
    note: `${textIn(task, 'pattern') ?? ''} · budget ${numberIn(task, 'budget') ?? '–'}`,
  },
  ...listIn(task, 'parts').flatMap((part) => branchesOf(part, depth + 1)),
]
