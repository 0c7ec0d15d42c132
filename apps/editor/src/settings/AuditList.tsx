import { useState } from 'react'
import { listAudit } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import type { AuditEntry } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/Toast.tsx'

/** Who changed what, newest first. */
export function AuditList() {
  const { data, error } = useLoad('audit', () => listAudit())
  const [more, setMore] = useState<{ items: readonly AuditEntry[]; next: string | null } | null>(null)
  const items = [...(data?.items ?? []), ...(more?.items ?? [])]
  const next = more ? more.next : (data?.nextCursor ?? null)
  const load = async (cursor: string): Promise<void> => {
    try {
      const page = await listAudit(cursor)
      setMore({ items: [...(more?.items ?? []), ...page.items], next: page.nextCursor })
    } catch (problem) {
      toast({ text: messageOf(problem), tone: 'error' })
    }
  }
  if (error) return <p className="mt-2 text-failed text-row">{error}</p>
  return (
    <>
      <div className="mt-3 max-h-96 overflow-auto rounded-node border border-line bg-surface">
        <table className="w-full text-left text-row">
          <thead className="sticky top-0 bg-surface-2">
            <tr>
              {['When', 'Who', 'What', 'Of', 'Outcome'].map((title) => (
                <th key={title} scope="col" className="px-3 py-1.5 font-medium">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((entry) => (
              <tr key={`${entry.at} ${entry.action} ${entry.target}`} className="border-line border-t">
                <td className="whitespace-nowrap px-3 py-1">{new Date(entry.at).toLocaleString()}</td>
                <td className="px-3 py-1" title={entry.address}>
                  {entry.who}
                </td>
                <td className="px-3 py-1">{entry.action}</td>
                <td className="max-w-48 truncate px-3 py-1" title={entry.target}>
                  {entry.target}
                </td>
                <td className={`px-3 py-1 ${entry.outcome === 'ok' ? '' : 'text-failed'}`}>{entry.outcome}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {data && items.length === 0 ? <p className="p-3 text-muted text-row">Nothing yet.</p> : null}
      </div>
      {next ? (
        <Button size="small" className="mt-2" onClick={() => void load(next)}>
          Earlier
        </Button>
      ) : null}
    </>
  )
}
