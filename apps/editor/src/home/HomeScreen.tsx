import { FileUp, Plus, Search, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { listFlows, listKinds, listRuns, listTemplates } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import type { RunSummary } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { flowPath, navigate } from '../router.ts'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { lazyPart } from '../ui/lazyPart.tsx'
import { toast } from '../ui/Toast.tsx'
import { TopBar } from '../ui/TopBar.tsx'
import { FlowCard } from './FlowCard.tsx'
import { importFile } from './files.ts'
import { Gallery } from './Gallery.tsx'
import { patternNames } from './gallery.ts'
import { Hero } from './Hero.tsx'
import { openNew } from './openings.ts'

const BinDialog = lazyPart(async () => (await import('./BinDialog.tsx')).BinDialog)

const grid = 'grid grid-cols-[repeat(auto-fill,minmax(232px,1fr))] gap-4'

export function HomeScreen() {
  const [query, setQuery] = useState('')
  const [bin, setBin] = useState(false)
  const flows = useLoad('flows', () => listFlows({ limit: 200 }))
  const runs = useLoad('runs', () => listRuns({ limit: 200 }))
  const templates = useLoad('templates', listTemplates)
  const kinds = useLoad('kinds', listKinds)
  const fileInput = useRef<HTMLInputElement>(null)

  const categories = new Map((kinds.data?.items ?? []).map(({ kind, category }) => [kind, category]))
  const categoryOf = (kind: string) => categories.get(kind)
  const lastRuns = new Map<string, RunSummary>()
  for (const run of runs.data?.items ?? []) if (run.flowId && !lastRuns.has(run.flowId)) lastRuns.set(run.flowId, run)

  const wanted = query.trim().toLowerCase()
  const myFlows = flows.data?.items.filter(({ name }) => name.toLowerCase().includes(wanted))

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      toast({ text: messageOf(error), tone: 'error' })
    }
  }
  const open = (file: File | undefined) => {
    if (file) void attempt(async () => navigate(flowPath((await importFile(file)).id)))
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop target beside the Import button, which does the same
    <div
      className="flex min-h-full flex-col"
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        open(event.dataTransfer.files[0])
      }}
    >
      <TopBar />
      {bin ? (
        <BinDialog
          onClose={() => setBin(false)}
          onRestored={() => {
            flows.reload()
            runs.reload()
          }}
        />
      ) : null}
      <main className="mx-auto w-full max-w-6xl flex-1 px-4 pb-16">
        <Hero templates={templates.data?.items ?? null} />
        <section aria-labelledby="flows-title">
          <div className="mb-3 flex flex-wrap items-center gap-2">
            <h2 id="flows-title" className="font-semibold text-heading">
              Your workflows
            </h2>
            <span className="flex-1" />
            <div className="relative w-56">
              <Search aria-hidden size={14} className="absolute top-2.5 left-2.5 text-muted" />
              <input
                type="search"
                aria-label="Search workflows and templates"
                placeholder="Search"
                value={query}
                onChange={(event) => setQuery(event.target.value)}
                className="field pl-8!"
              />
            </div>
            <Button onClick={() => setBin(true)}>
              <Trash2 aria-hidden size={14} /> Bin
            </Button>
            <Button onClick={() => fileInput.current?.click()}>
              <FileUp aria-hidden size={14} /> Import
            </Button>
            <input
              ref={fileInput}
              type="file"
              accept=".json,application/json,.mmd,.md,.txt"
              className="hidden"
              aria-hidden
              tabIndex={-1}
              onChange={(event) => {
                open(event.target.files?.[0])
                event.target.value = ''
              }}
            />
            <Button look="primary" onClick={() => void attempt(openNew)}>
              <Plus aria-hidden size={14} /> New workflow
            </Button>
          </div>
          {flows.error ? <Problem text={flows.error} onRetry={flows.reload} /> : null}
          {myFlows?.length === 0 ? (
            <p className="rounded-node border border-line border-dashed p-6 text-center text-body text-muted">
              {wanted
                ? `No workflow of yours matches “${query.trim()}”.`
                : 'None yet. Run a question above, open a template, or drop a flow file here.'}
            </p>
          ) : null}
          <div className={grid} aria-busy={!flows.data && !flows.error}>
            {myFlows?.map((summary) => (
              <FlowCard
                key={summary.id}
                summary={summary}
                lastRun={lastRuns.get(summary.id)}
                categoryOf={categoryOf}
                onChanged={() => {
                  flows.reload()
                  runs.reload()
                }}
              />
            ))}
          </div>
        </section>
        <section aria-labelledby="templates-title" className="mt-10">
          <div className="mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1">
            <h2 id="templates-title" className="font-semibold text-heading">
              Templates
            </h2>
            <Link to="/choose" className="text-accent text-body underline">
              Not sure which? Answer four questions
            </Link>
          </div>
          {templates.error ? <Problem text={templates.error} onRetry={templates.reload} /> : null}
          {templates.data ? (
            <Gallery
              templates={templates.data.items}
              search={query}
              names={patternNames(kinds.data?.items ?? [])}
              categoryOf={categoryOf}
              grid={grid}
            />
          ) : null}
        </section>
      </main>
    </div>
  )
}

function Problem({ text, onRetry }: { text: string; onRetry: () => void }) {
  return (
    <p role="alert" className="mb-3 flex items-center gap-3 rounded-node border border-failed p-3 text-body">
      <span className="flex-1">{text}</span>
      <Button onClick={onRetry}>Try again</Button>
    </p>
  )
}
