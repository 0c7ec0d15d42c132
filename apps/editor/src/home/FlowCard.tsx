import { Copy, Download, Ellipsis, Trash2 } from 'lucide-react'
import { createFlow, deleteFlow, exportAs, getFlow, restoreFlow } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import type { FlowSummary, RunSummary } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { flowPath } from '../router.ts'
import { ago } from '../runs/figures.ts'
import { download } from '../ui/download.ts'
import { Link } from '../ui/Link.tsx'
import { Menu } from '../ui/Menu.tsx'
import { Pill } from '../ui/Pill.tsx'
import { runStatusAsNode } from '../ui/status.ts'
import { toast } from '../ui/Toast.tsx'
import { Thumbnail } from './Thumbnail.tsx'

interface Props {
  summary: FlowSummary
  lastRun: RunSummary | undefined
  categoryOf: (kind: string) => string | undefined
  onChanged: () => void
}

/** One workflow on Home: its drawing, its name, how its last run went. */
export function FlowCard({ summary, lastRun, categoryOf, onChanged }: Props) {
  const { id, name, revision, updatedAt } = summary
  const { data: record } = useLoad(`${id} ${revision}`, () => getFlow(id))

  const exportFile = async () => download(await exportAs(id, 'quorum'), name, 'quorum.json')
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      toast({ text: messageOf(error), tone: 'error' })
    }
    onChanged()
  }
  const remove = () =>
    attempt(async () => {
      const { revision: newest } = await getFlow(id)
      await deleteFlow(id, newest)
      toast({
        text: `Deleted “${name}”`,
        action: { label: 'Undo', run: () => void attempt(async () => void (await restoreFlow(id, newest))) },
      })
    })
  const duplicate = () =>
    attempt(async () => {
      const { flow } = await getFlow(id)
      await createFlow({ ...flow, name: `${flow.name.slice(0, 193)} (copy)` })
    })

  return (
    <article className="group relative flex flex-col overflow-hidden rounded-node border border-line bg-surface transition-colors duration-75 hover:border-line-strong">
      <div className="h-32 border-line border-b bg-canvas p-2">
        {record ? <Thumbnail flow={record.flow} categoryOf={categoryOf} /> : null}
      </div>
      <div className="flex items-start gap-1 py-2 pr-1 pl-3">
        <div className="min-w-0 flex-1">
          <h3 className="font-semibold text-body">
            <Link
              to={flowPath(id)}
              className="block truncate leading-6 after:absolute after:inset-0 after:rounded-node"
              title={name}
            >
              {name}
            </Link>
          </h3>
          <p className="flex items-center gap-2 text-muted text-row">
            {lastRun ? <Pill status={runStatusAsNode(lastRun.status)} /> : null}
            <span className="truncate">
              {lastRun?.startedAt ? `ran ${ago(lastRun.startedAt)}` : `edited ${ago(updatedAt)}`}
            </span>
          </p>
        </div>
        <Menu
          items={[
            { label: 'Duplicate', icon: Copy, onSelect: () => void duplicate() },
            { label: 'Export file', icon: Download, onSelect: () => void attempt(exportFile) },
            'line',
            { label: 'Delete', icon: Trash2, danger: true, onSelect: () => void remove() },
          ]}
        >
          <button
            type="button"
            aria-label={`More for ${name}`}
            className="relative inline-flex size-8 items-center justify-center rounded-control hover:bg-surface-2"
          >
            <Ellipsis aria-hidden size={16} />
          </button>
        </Menu>
      </div>
    </article>
  )
}
