import { type NodeDefinition, type PortType, portsOf, typeFits } from '@quorum/engine'
import { roles } from '@quorum/nodes/roles'
import { Command } from 'cmdk'
import { useEffect, useMemo, useRef, useState } from 'react'
import { addStep } from '../canvas/edits.ts'
import { stepElementId } from '../canvas/NodeView.tsx'
import { type PickerRequest, useUi } from '../canvas/uiStore.ts'
import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { earlyOf } from '../ui/EarlyInput.tsx'
import { FoundList } from '../ui/FoundList.tsx'
import { kindIcon } from '../ui/kindIcon.ts'
import { kinds } from './kinds.ts'
import { cornerOf, HEIGHT, inputLook, WIDTH } from './PickerWaiting.tsx'
import { groupKinds, searchKinds } from './search.ts'
import { useMine } from './useMine.ts'
import '../inspector/hints.ts'

/** The one way to choose a new step, wherever the wish came from. */
export function Picker() {
  const request = useUi(({ picker }) => picker)
  return request ? <OpenPicker key={`${request.screen.x} ${request.screen.y}`} request={request} /> : null
}

function OpenPicker({ request }: { request: PickerRequest }) {
  const [recent] = useState(useUi.getState().recent)
  const [query, setQuery] = useState(earlyOf(request)?.text ?? '')
  const [all, setAll] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const returnTo = useRef(earlyOf(request)?.returnTo ?? document.activeElement)
  const wanted = useWanted(request)
  const fitting = useMemo(() => (wanted && !all ? kinds.filter((kind) => fits(kind, wanted)) : kinds), [wanted, all])
  const groups = groupKinds(fitting, query, recent)
  const taking = fitting.find(({ role }) => role !== undefined)
  const mine = useMine(
    fitting.find(({ callee }) => callee !== undefined),
    query,
  )
  const found = taking ? searchKinds(asKinds, query) : []
  const close = (): void => {
    useUi.setState({ picker: null })
    if (returnTo.current instanceof HTMLElement) returnTo.current.focus({ preventScroll: true })
  }
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) useUi.setState({ picker: null })
    }
    addEventListener('pointerdown', outside, true)
    return () => removeEventListener('pointerdown', outside, true)
  }, [])
  const choose = (kind: string, made?: Parameters<typeof addStep>[2]): void => {
    useUi.setState({ picker: null })
    const { screen: _screen, ...where } = request
    const id = addStep(kind, where, made)
    requestAnimationFrame(() => document.getElementById(stepElementId(id))?.focus({ preventScroll: true }))
  }
  // Somebody was faster than this list: what they typed and entered is done.
  const first = groups[0]?.items[0]
  const entered = earlyOf(request)?.entered === true && query !== '' && first !== undefined
  const doFirst = useRef(() => entered && choose(first.kind))
  useEffect(() => void doFirst.current(), [])
  return (
    <div
      ref={root}
      role="dialog"
      aria-label="Add a step"
      className="pop appear fixed z-50 overflow-hidden"
      style={{ ...cornerOf(request), width: WIDTH, maxHeight: HEIGHT }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation()
          close()
        }
      }}
    >
      <Command shouldFilter={false} loop label="Add a step" className="flex max-h-[400px] flex-col">
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          // Behind what was typed early.
          onFocus={({ currentTarget }) => currentTarget.setSelectionRange(query.length, query.length)}
          placeholder="Which step?"
          className={inputLook}
        />
        <FoundList className="min-h-0 flex-1 overflow-y-auto px-2 pb-2" none={`Nothing here is called “${query}”.`}>
          {groups.map(({ label, items }) => (
            <Command.Group key={label} heading={label} className="picker-group">
              {items.map((definition) => (
                <PickerItem
                  key={definition.kind}
                  group={label}
                  definition={definition}
                  onChoose={() => choose(definition.kind)}
                />
              ))}
            </Command.Group>
          ))}
          {mine.length > 0 ? (
            <Command.Group heading="Mine" className="picker-group">
              {mine.map(({ shown, kind, made }) => (
                <PickerItem key={shown.kind} group="mine" definition={shown} onChoose={() => choose(kind, made)} />
              ))}
            </Command.Group>
          ) : null}
          {taking && found.length > 0 ? (
            <Command.Group heading={`${taking.title} with a role`} className="picker-group">
              {found.map(({ role, ...shown }) => (
                <PickerItem
                  key={role.id}
                  group="role"
                  definition={{ ...taking, ...shown }}
                  onChoose={() =>
                    choose(taking.kind, { title: role.name, params: { [taking.role ?? '']: role.prompt } })
                  }
                />
              ))}
            </Command.Group>
          ) : null}
        </FoundList>
        {wanted ? (
          <label className="flex items-center gap-2 border-line border-t px-3 py-2 text-row text-muted">
            <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />
            Show all, also what does not fit here
          </label>
        ) : null}
      </Command>
    </div>
  )
}

function PickerItem({
  definition,
  group,
  onChoose,
}: {
  definition: NodeDefinition
  group: string
  onChoose: () => void
}) {
  const Icon = kindIcon(definition.icon)
  return (
    <Command.Item
      value={`${group} ${definition.kind}`}
      data-category={definition.category}
      onSelect={onChoose}
      className="flex cursor-pointer items-center gap-2.5 rounded-control px-2 py-1.5 data-[selected=true]:bg-surface-2 data-[selected=true]:outline-2 data-[selected=true]:outline-accent"
    >
      <span className="tile inline-flex size-7 shrink-0 items-center justify-center rounded-tile">
        <Icon aria-hidden size={16} />
      </span>
      <span className="min-w-0">
        <span className="block font-medium text-body">{definition.title}</span>
        <span className="line-clamp-2 block text-meta text-muted">{definition.summary}</span>
      </span>
    </Command.Item>
  )
}

/** Roles are looked for as kinds are. */
const asKinds = roles.map((role) => ({
  role,
  kind: `role-${role.id}`,
  title: role.name,
  summary: role.summary,
  aliases: role.aliases,
}))

interface Wanted {
  readonly type: PortType
  readonly side: 'inputs' | 'outputs'
}

/** Which kind of port the new step must have, if it is to be wired to one. */
function useWanted({ from, to }: PickerRequest): Wanted | null {
  const nodes = useDocument(({ flow }) => flow.nodes)
  const ref = from ?? to
  const node = ref && nodes.find(({ id }) => id === ref.nodeId)
  if (!ref || !node) return null
  const { ports } = factsOf(node)
  const all = [...ports.inputs, ...ports.outputs, ...(ports.inner?.inputs ?? []), ...(ports.inner?.outputs ?? [])]
  const port = all.find(({ id }) => id === ref.portId)
  return { type: port?.type ?? 'any', side: from ? 'inputs' : 'outputs' }
}

function fits(definition: NodeDefinition, { type, side }: Wanted): boolean {
  const bare = { id: 'new', kind: definition.kind, position: { x: 0, y: 0 }, params: {} }
  return portsOf(bare, definition)[side].some((port) =>
    side === 'inputs' ? typeFits(type, port.type) : typeFits(port.type, type),
  )
}
