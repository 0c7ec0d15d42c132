import { Command, useCommandState } from 'cmdk'
import type { ReactNode } from 'react'

/** The hits of a search, or what to say when there are none: a list box must not be without options. */
export function FoundList({ className, none, children }: { className: string; none: ReactNode; children: ReactNode }) {
  const empty = useCommandState(({ filtered }) => filtered.count === 0)
  return (
    <>
      {empty ? <div className="px-2 py-6 text-center text-body text-muted">{none}</div> : null}
      <Command.List className={className} hidden={empty}>
        {children}
      </Command.List>
    </>
  )
}
