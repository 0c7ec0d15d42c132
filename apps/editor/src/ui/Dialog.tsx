import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One sentence under the title. */
  description?: ReactNode
  /** Buttons, at the bottom right. */
  footer?: ReactNode
  wide?: boolean
  children?: ReactNode
}

/** What the dialog is about comes first, not its Close button. */
function focusBody(event: Event): void {
  const { currentTarget: content } = event
  if (!(content instanceof HTMLElement)) return
  const first = content.querySelector<HTMLElement>('[data-dialog-body] :is(input, textarea, select, button, a)')
  if (!first) return
  event.preventDefault()
  first.focus()
  if (first instanceof HTMLTextAreaElement || first instanceof HTMLInputElement) first.select()
}

/** A modal dialog: focus stays inside, Escape closes it, focus returns to where it was. */
export function Dialog({ open, onOpenChange, title, description, footer, wide = false, children }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          onOpenAutoFocus={focusBody}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={`pop appear fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[calc(100vw-32px)] -translate-x-1/2 flex-col ${wide ? 'max-w-3xl' : 'max-w-lg'}`}
        >
          <div className="flex items-start gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-semibold text-heading">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-0.5 text-body text-muted">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close
              aria-label="Close"
              className="inline-flex size-8 shrink-0 items-center justify-center rounded-control hover:bg-surface-2"
            >
              <X aria-hidden size={16} />
            </Radix.Close>
          </div>
          <div data-dialog-body className="min-h-0 flex-1 overflow-y-auto px-5 py-2">
            {children}
          </div>
          {footer ? <div className="flex justify-end gap-2 px-5 pt-2 pb-4">{footer}</div> : <div className="h-3" />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
