import { Tooltip as Radix } from 'radix-ui'
import type { ReactElement } from 'react'

interface Props {
  text: string
  /** Shown beside the text, e.g. "Ctrl Z". */
  keys?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactElement
}

export function Tooltip({ text, keys, side = 'bottom', children }: Props) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            className="z-50 max-w-64 rounded-control bg-ink px-2 py-1 text-row text-surface"
          >
            {text}
            {keys ? <kbd className="ml-2 font-sans opacity-80">{keys}</kbd> : null}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
