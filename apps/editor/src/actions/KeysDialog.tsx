import { RotateCcw } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { useUi } from '../canvas/uiStore.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { showKeys } from '../ui/keys.ts'
import type { Action } from './action.ts'
import { actions } from './actions.ts'
import { comboOf, keySettings, keysOf, onKeySettings, setKeySettings } from './keymap.ts'

const groups = [...new Set(actions.map(({ group }) => group))]
const shown = (combo: string): string => showKeys(combo.replaceAll('+', ' ').trim() || '+')

/** All shortcuts, to read and to change. Kept in this browser. */
export function KeysDialog() {
  const settings = useSyncExternalStore(onKeySettings, keySettings)
  const [asking, setAsking] = useState<string | null>(null)
  const close = (): void => useUi.setState({ dialog: null })
  return (
    <Dialog
      open
      wide
      onOpenChange={close}
      title="Keyboard shortcuts"
      description="They work while the focus is on the canvas. Choose one to change it; it is kept in this browser."
      footer={
        <Button onClick={() => setKeySettings({ keys: {}, singleKeys: true })}>
          <RotateCcw aria-hidden size={14} /> All as they were
        </Button>
      }
    >
      <label className="mb-3 flex items-center gap-2 text-body">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={settings.singleKeys}
          onChange={(event) => setKeySettings({ singleKeys: event.target.checked })}
        />
        Single keys, such as N or Delete, do something
      </label>
      <div className="columns-1 gap-6 sm:columns-2">
        {groups.map((group) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 font-semibold text-row">{group}</h3>
            <ul>
              {actions
                .filter((action) => action.group === group)
                .map((action) => (
                  <KeyRow
                    key={action.id}
                    action={action}
                    changed={settings.keys[action.id] !== undefined}
                    asking={asking === action.id}
                    onAsk={(on) => setAsking(on ? action.id : null)}
                  />
                ))}
            </ul>
          </section>
        ))}
        <section className="mb-4 break-inside-avoid">
          <h3 className="mb-1 font-semibold text-row">Always</h3>
          <ul className="text-body">
            {fixed.map(([title, keys]) => (
              <li key={title} className="flex min-h-8 items-center gap-2">
                <span className="flex-1">{title}</span>
                <kbd className="font-sans text-meta text-muted">{showKeys(keys)}</kbd>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Dialog>
  )
}

const fixed = [
  ['Run', 'Mod Enter'],
  ['Pause or go on', 'F8'],
  ['One step', 'F10'],
  ['Stop', 'Mod .'],
  ['Paste', 'Mod V'],
  ['To the next step', '← → ↑ ↓'],
  ['Add the step to the selection', 'Space'],
] as const

interface RowProps {
  action: Action
  changed: boolean
  asking: boolean
  onAsk: (on: boolean) => void
}

function KeyRow({ action, changed, asking, onAsk }: RowProps) {
  const keys = keysOf(action)
  const change = (next: readonly string[] | undefined): void => {
    const { [action.id]: _before, ...others } = keySettings().keys
    setKeySettings({ keys: next ? { ...others, [action.id]: next } : others })
  }
  return (
    <li className="flex min-h-8 items-center gap-1 text-body">
      <span className="flex-1">{action.title}</span>
      <button
        type="button"
        aria-label={`Shortcut of “${action.title}”: ${keys.map(shown).join(' or ') || 'none'}. Change it`}
        className="min-w-16 rounded-control border border-line px-1.5 py-0.5 text-meta hover:bg-surface-2"
        onClick={() => onAsk(!asking)}
        onBlur={() => onAsk(false)}
        onKeyDown={(event) => {
          if (!asking || event.key === 'Tab' || /^(Shift|Control|Meta|Alt)$/.test(event.key)) return
          event.preventDefault()
          event.stopPropagation()
          if (event.key !== 'Escape') change([comboOf(event)])
          onAsk(false)
        }}
      >
        {asking ? 'Press keys…' : keys.map(shown).join(' or ') || 'none'}
      </button>
      {changed ? (
        <IconButton
          icon={RotateCcw}
          label={`“${action.title}” as it was`}
          className="!size-7"
          onClick={() => change(undefined)}
        />
      ) : null}
    </li>
  )
}
