import { Command } from 'cmdk'
import { addStep } from '../canvas/edits.ts'
import { goToStep, useUi } from '../canvas/uiStore.ts'
import { isReadOnly, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { kinds } from '../palette/kinds.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FoundList } from '../ui/FoundList.tsx'
import { showKeys } from '../ui/keys.ts'
import { kindIcon } from '../ui/kindIcon.ts'
import { actions, available } from './actions.ts'
import { inSight } from './canvasHandle.ts'
import { keysOf } from './keymap.ts'
import '../inspector/hints.ts'

const item =
  'flex min-h-8 cursor-pointer items-center gap-2.5 rounded-control px-2 py-1 text-body data-[selected=true]:bg-surface-2 data-[selected=true]:outline-2 data-[selected=true]:outline-accent'

/** Everything that can be done, added or gone to, by typing a part of its name. */
export function CommandPalette() {
  const nodes = useDocument(({ flow }) => flow.nodes)
  const readOnly = useDocument(isReadOnly)
  const close = (): void => useUi.setState({ dialog: null })
  // After the dialog has given the focus back.
  const perform = (work: () => void) => () => {
    close()
    setTimeout(work)
  }
  const add = (kind: string): void => {
    const [after] = useUi.getState().nodes
    addStep(kind, { canvas: inSight().canvas, ...(after ? { after } : {}) })
  }
  return (
    <Dialog open onOpenChange={close} title="What would you like to do?">
      <Command loop label="Commands">
        <Command.Input autoFocus placeholder="Type an action, a step to go to, or a step to add" className="field" />
        <FoundList className="mt-2 max-h-[50vh] overflow-y-auto p-0.5" none="Nothing here is called that.">
          <Command.Group heading="Do" className="picker-group">
            <Command.Item value="Run" className={item} onSelect={perform(pressRun)}>
              <span className="flex-1">Run</span>
              <kbd className="font-sans text-meta text-muted">{showKeys('Mod Enter')}</kbd>
            </Command.Item>
            {actions
              .filter((action) => action.id !== 'palette' && available(action))
              .map((action) => {
                const [keys] = keysOf(action)
                return (
                  <Command.Item key={action.id} value={action.title} className={item} onSelect={perform(action.run)}>
                    <span className="flex-1">{action.title}</span>
                    {keys ? (
                      <kbd className="font-sans text-meta text-muted">{showKeys(keys.replaceAll('+', ' '))}</kbd>
                    ) : null}
                  </Command.Item>
                )
              })}
          </Command.Group>
          <Command.Group heading="Go to" className="picker-group">
            {nodes.map((node) => {
              const { title, definition } = factsOf(node)
              const Icon = kindIcon(definition?.icon ?? 'box')
              return (
                <Command.Item
                  key={node.id}
                  value={`Go to ${title} ${node.id}`}
                  className={item}
                  data-category={definition?.category}
                  onSelect={perform(() => goToStep(node.id))}
                >
                  <span className="tile inline-flex size-6 items-center justify-center rounded-control">
                    <Icon aria-hidden size={14} />
                  </span>
                  {title}
                </Command.Item>
              )
            })}
          </Command.Group>
          {readOnly ? null : (
            <Command.Group heading="Add" className="picker-group">
              {kinds.map(({ kind, title, icon, category, aliases }) => {
                const Icon = kindIcon(icon)
                return (
                  <Command.Item
                    key={kind}
                    value={`Add ${title} ${kind}`}
                    keywords={[...aliases]}
                    className={item}
                    data-category={category}
                    onSelect={perform(() => add(kind))}
                  >
                    <span className="tile inline-flex size-6 items-center justify-center rounded-control">
                      <Icon aria-hidden size={14} />
                    </span>
                    Add {title}
                  </Command.Item>
                )
              })}
            </Command.Group>
          )}
        </FoundList>
      </Command>
    </Dialog>
  )
}

/** The Run button knows what has to be asked first; its key reaches it from everywhere. */
function pressRun(): void {
  dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true }))
}
