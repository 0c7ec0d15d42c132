import { kinds } from './kinds.ts'
import { PaletteItem, type PaletteItemProps } from './PaletteItem.tsx'
import { useMine } from './useMine.ts'

/** The kind that runs another workflow. */
const calling = kinds.find(({ callee }) => callee !== undefined)

/** Workflows of one's own, to be used as a step. */
export function Mine({ query, middle }: { query: string } & Pick<PaletteItemProps, 'middle'>) {
  const mine = useMine(calling, query)
  if (mine.length === 0) return null
  return (
    <section aria-label="Mine" className="mb-2">
      <h2 className="px-2 pt-2 pb-1 font-medium text-meta text-muted">Mine</h2>
      <ul>
        {mine.map((own) => (
          <li key={own.shown.kind}>
            <PaletteItem {...own} middle={middle} tabbable={false} />
          </li>
        ))}
      </ul>
    </section>
  )
}
