import { Ellipsis, PanelLeftClose, Plus } from 'lucide-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { actions, available } from '../actions/actions.ts'
import { comboOf, withKey } from '../actions/keymap.ts'
import { nodeMenu } from '../canvas/nodeMenu.ts'
import { goToStep, inspect, narrow, select, useUi } from '../canvas/uiStore.ts'
import { isReadOnly, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { useNodeRun } from '../runs/currentRun.ts'
import { nodeStatus } from '../runs/nodeWords.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { kindIcon } from '../ui/kindIcon.ts'
import { Menu } from '../ui/Menu.tsx'
import { Pill } from '../ui/Pill.tsx'
import { inFlowOrder, type Line } from './order.ts'

const itemId = (nodeId: string): string => `outline-${nodeId}`

/** All steps as a tree, in the order of the flow: the equal of the canvas, and what a phone shows. */
export function Outline() {
  const flow = useDocument((state) => state.flow)
  const readOnly = useDocument(isReadOnly)
  const focus = useUi((ui) => ui.focus)
  const lines = useMemo(() => inFlowOrder(flow), [flow])
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const shown = lines.filter(({ node }) => !isFolded(node.parent, folded, lines))
  const current = shown.find(({ node }) => node.id === focus) ?? shown[0]
  const go = (line: Line | undefined): void => {
    if (!line) return
    select({ nodes: [line.node.id] })
    useUi.setState({ focus: line.node.id, reveal: line.node.id })
    requestAnimationFrame(() => document.getElementById(itemId(line.node.id))?.focus())
  }
  const fold = (id: string, on: boolean): void => {
    const next = new Set(folded)
    if (on) next.add(id)
    else next.delete(id)
    setFolded(next)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!current || event.target instanceof HTMLButtonElement) return
    const at = shown.indexOf(current)
    const id = current.node.id
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(shown[at + 1]),
      ArrowUp: () => go(shown[at - 1]),
      Home: () => go(shown[0]),
      End: () => go(shown.at(-1)),
      ArrowRight: () => (folded.has(id) ? fold(id, false) : go(lines.find(({ node }) => node.parent === id))),
      ArrowLeft: () =>
        lines.some(({ node }) => node.parent === id) && !folded.has(id)
          ? fold(id, true)
          : go(lines.find(({ node }) => node.id === current.node.parent)),
    }
    const combo = comboOf(event)
    const move = moves[combo]
    if (move) {
      event.preventDefault()
      move()
      return
    }
    const action = withKey(actions, combo).find((one) => !one.everywhere && available(one))
    if (!action) return
    event.preventDefault()
    if (!useUi.getState().nodes.has(id)) select({ nodes: [id] })
    action.run()
  }
  return (
    <>
      <div className="flex items-center gap-1 p-2">
        <h2 className="min-w-0 flex-1 px-2 font-semibold text-body">Outline</h2>
        {readOnly ? null : (
          <Button size="small" onClick={() => useUi.setState({ left: 'palette', paletteFolded: false })}>
            <Plus aria-hidden size={14} /> Add
          </Button>
        )}
        <IconButton icon={PanelLeftClose} label="Fold" onClick={() => useUi.setState({ paletteFolded: true })} />
      </div>
      {shown.length === 0 ? <p className="px-4 py-2 text-body text-muted">Nothing is drawn yet.</p> : null}
      <div
        role="tree"
        aria-label="Steps in the order of the flow"
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-4"
        onKeyDown={onKeyDown}
      >
        {shown.map((line) => (
          <OutlineItem
            key={line.node.id}
            line={line}
            tabbable={line === current}
            folded={lines.some(({ node }) => node.parent === line.node.id) ? folded.has(line.node.id) : null}
          />
        ))}
      </div>
    </>
  )
}

function isFolded(parent: string | undefined, folded: ReadonlySet<string>, lines: readonly Line[]): boolean {
  for (let up = parent; up !== undefined; up = lines.find(({ node }) => node.id === up)?.node.parent)
    if (folded.has(up)) return true
  return false
}

function OutlineItem({ line, tabbable, folded }: { line: Line; tabbable: boolean; folded: boolean | null }) {
  const { node, level } = line
  const { title, definition } = factsOf(node)
  const run = useNodeRun(node.id)
  const selected = useUi(({ nodes }) => nodes.has(node.id))
  const Icon = kindIcon(definition?.icon ?? 'box')
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of its items
    <div
      id={itemId(node.id)}
      role="treeitem"
      aria-level={level}
      aria-selected={selected}
      {...(folded === null ? {} : { 'aria-expanded': !folded })}
      tabIndex={tabbable ? 0 : -1}
      data-category={definition?.category ?? 'io'}
      data-status={run?.status}
      className="flex min-h-9 cursor-pointer items-center gap-2 rounded-control px-2 hover:bg-surface-2 aria-selected:bg-surface-2"
      style={{ paddingLeft: 8 + (level - 1) * 16 }}
      onClick={() => {
        goToStep(node.id)
        if (narrow()) inspect(node.id)
      }}
      onFocus={(event) => {
        if (event.target === event.currentTarget) useUi.setState({ focus: node.id })
      }}
    >
      <span className="tile inline-flex size-6 shrink-0 items-center justify-center rounded-control">
        <Icon aria-hidden size={14} />
      </span>
      <span className="min-w-0 flex-1 truncate text-body">{title}</span>
      {run && run.status !== 'idle' ? <Pill status={nodeStatus(run, false)} /> : null}
      <Menu items={nodeMenu(node.id)}>
        <button
          type="button"
          aria-label={`More for ${title}`}
          tabIndex={tabbable ? 0 : -1}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-control hover:bg-surface"
        >
          <Ellipsis aria-hidden size={14} />
        </button>
      </Menu>
    </div>
  )
}
