import { DropdownMenu as Radix } from 'radix-ui'
import { showKeys } from './keys.ts'
import type { MenuProps } from './Menu.tsx'

/** The menu itself, loaded by {@link Menu} when somebody opens one. */
export function OpenMenu({
  children,
  items,
  align = 'end',
  open,
  onClose,
  side = 'bottom',
}: MenuProps & { open: boolean; onClose?: () => void; side?: 'bottom' | 'right' }) {
  return (
    <Radix.Root modal={false} defaultOpen={open} onOpenChange={(on) => on || onClose?.()}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          collisionPadding={8}
          sideOffset={4}
          className="pop appear z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto p-1"
        >
          {items.map((item, index) => {
            if (item === 'line') return <Radix.Separator key={`line ${index}`} className="my-1 h-px bg-line" />
            const Icon = item.icon
            return (
              <Radix.Item
                key={item.label}
                disabled={item.disabled ?? false}
                onSelect={item.onSelect}
                className={`flex h-8 cursor-pointer items-center gap-2 rounded-control px-2 text-body outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-surface-2 data-[highlighted]:outline-2 data-[highlighted]:outline-accent ${item.danger ? 'text-failed' : ''}`}
              >
                {Icon ? <Icon aria-hidden size={16} /> : null}
                <span className="flex-1">{item.label}</span>
                {item.keys ? <kbd className="font-sans text-meta text-muted">{showKeys(item.keys)}</kbd> : null}
              </Radix.Item>
            )
          })}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
