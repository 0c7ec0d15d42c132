import { ArrowLeft, CircleAlert, CloudOff, History, Keyboard, Redo2, Search, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { dispatch, redoStep, saveState, saveWords, undoStep, useDocument } from '../document/documentStore.ts'
import { useProblems } from '../document/problems.ts'
import { openDock } from '../runs/dockStore.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Link } from '../ui/Link.tsx'
import { lazyPart } from '../ui/lazyPart.tsx'
import { ThemeButton } from '../ui/ThemeButton.tsx'
import { useUi } from './uiStore.ts'

// Its place is kept free until it is there.
const ShareMenu = lazyPart(
  async () => (await import('../compose/ShareMenu.tsx')).ShareMenu,
  () => <span className="size-8 max-[599px]:hidden" />,
)

/** Back, name, whether the work is safe, undo and redo with the name of the step, problems, theme. */
export function EditorTopBar() {
  const readOnly = useDocument((state) => state.readOnly)
  const undoName = useDocument(({ history }) => history.done.at(-1)?.name)
  const redoName = useDocument(({ history }) => history.undone.at(-1)?.name)
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-line border-b bg-surface px-3 max-[599px]:gap-1 max-[599px]:px-1">
      <Link
        to="/"
        aria-label="Back to your workflows"
        className="inline-flex size-8 items-center justify-center rounded-control hover:bg-surface-2"
      >
        <ArrowLeft aria-hidden size={16} />
      </Link>
      <FlowName readOnly={readOnly !== false} />
      {readOnly ? (
        <span className="text-body text-muted">{readOnly === 'run' ? 'as it ran' : 'read only'}</span>
      ) : (
        <SaveWords />
      )}
      <span className="flex-1" />
      {readOnly ? null : (
        <>
          <IconButton
            icon={Undo2}
            label={undoName ? `Undo: ${undoName}` : 'Nothing to undo'}
            keys="Mod Z"
            disabled={!undoName}
            onClick={undoStep}
          />
          <IconButton
            icon={Redo2}
            label={redoName ? `Redo: ${redoName}` : 'Nothing to redo'}
            keys="Mod Shift Z"
            disabled={!redoName}
            onClick={redoStep}
          />
          <ProblemsButton />
        </>
      )}
      <IconButton
        icon={Search}
        label="Find, go to, do"
        keys="Mod K"
        onClick={() => useUi.setState({ dialog: 'commands' })}
      />
      {readOnly === 'run' ? null : <ShareMenu />}
      {readOnly === 'run' ? null : (
        <IconButton
          icon={History}
          label="Versions"
          className="max-[599px]:hidden"
          onClick={() => useUi.setState({ dialog: 'versions' })}
        />
      )}
      <IconButton
        icon={Keyboard}
        label="Keyboard shortcuts"
        keys="?"
        className="max-[719px]:hidden"
        onClick={() => useUi.setState({ dialog: 'keys' })}
      />
      {/* On a phone the name and whether it is saved need the room: both are in the command palette and in Settings. */}
      <span className="max-[599px]:hidden">
        <ThemeButton />
      </span>
    </header>
  )
}

function FlowName({ readOnly }: { readOnly: boolean }) {
  const name = useDocument(({ flow }) => flow.name)
  const [editing, setEditing] = useState(false)
  if (readOnly) return <h1 className="truncate font-semibold text-panel">{name}</h1>
  if (!editing) {
    return (
      <h1 className="min-w-0">
        <button
          type="button"
          title="Rename"
          className="block max-w-80 truncate max-[899px]:max-w-full rounded-control px-2 py-1 font-semibold text-panel hover:bg-surface-2"
          onClick={() => setEditing(true)}
        >
          {name}
        </button>
      </h1>
    )
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the person just asked to type here
      autoFocus
      aria-label="Name of the workflow"
      className="field !w-72 font-semibold"
      maxLength={200}
      defaultValue={name}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => {
        const next = event.currentTarget.value.trim()
        if (next !== '' && next !== name) dispatch({ type: 'rename', name: next })
        setEditing(false)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.value = name
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}

function SaveWords() {
  const status = useDocument((state) => saveState(state).status)
  const words = useDocument((state) => saveWords(saveState(state)))
  const bad = status === 'failed' || status === 'conflict'
  return (
    <>
      <span
        role="status"
        data-testid="save-state"
        className={`flex min-w-0 items-center gap-1.5 text-body ${bad ? 'font-medium text-failed' : 'text-muted'}`}
      >
        {status === 'offline' ? <CloudOff aria-hidden size={14} /> : null}
        {bad ? <CircleAlert aria-hidden size={14} /> : null}
        <span className="truncate">{words}</span>
      </span>
      {status === 'failed' ? (
        <Button size="small" onClick={() => void keepAsFile()}>
          Save as a file
        </Button>
      ) : null}
    </>
  )
}

/** What neither the server nor this device could keep, as it is drawn now. */
async function keepAsFile(): Promise<void> {
  const { download } = await import('../ui/download.ts')
  const { flow } = useDocument.getState()
  download(new Blob([JSON.stringify(flow, null, 2)], { type: 'application/json' }), flow.name, 'quorum.json')
}

function ProblemsButton() {
  const errors = useProblems(({ issues }) => issues.filter(({ severity }) => severity === 'error').length)
  const all = useProblems(({ issues }) => issues.length)
  return (
    <Button look="quiet" onClick={() => openDock('problems')}>
      <CircleAlert aria-hidden size={14} className={errors > 0 ? 'text-failed' : 'text-muted'} />
      <span className="max-[599px]:sr-only">Problems</span>
      <span
        className={`figures rounded-full px-1.5 text-meta ${errors > 0 ? 'bg-failed text-surface' : 'bg-surface-2'}`}
      >
        {all}
      </span>
    </Button>
  )
}
