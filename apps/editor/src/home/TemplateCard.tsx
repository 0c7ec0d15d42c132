import { Play } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '../api/error.ts'
import type { Template } from '../api/types.ts'
import { plural } from '../runs/figures.ts'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/Toast.tsx'
import { openCopy, runCopy } from './openings.ts'
import { Thumbnail } from './Thumbnail.tsx'

/** One template: what it is good for, Run with sample data, Open as a copy. */
export function TemplateCard({
  template,
  categoryOf,
}: {
  template: Template
  categoryOf: (kind: string) => string | undefined
}) {
  const [busy, setBusy] = useState(false)
  const go = async (work: () => Promise<void>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      toast({ text: messageOf(error), tone: 'error' })
      setBusy(false)
    }
  }
  return (
    <article className="flex flex-col overflow-hidden rounded-node border border-line bg-surface">
      <div className="h-32 border-line border-b bg-canvas p-2">
        <Thumbnail flow={template.flow} categoryOf={categoryOf} />
      </div>
      <div className="flex flex-1 flex-col gap-1 px-3 pt-2 pb-3">
        <h4 className="font-semibold text-body">{template.title}</h4>
        <p className="flex-1 text-muted text-row">{template.summary}</p>
        <p className="text-meta text-muted">{plural(template.flow.nodes.length, 'node')} · runs without a key</p>
        <div className="mt-2 flex gap-2">
          <Button
            disabled={busy}
            aria-label={`Run ${template.title}`}
            onClick={() => void go(() => runCopy(template, template.sampleInput))}
          >
            <Play aria-hidden size={14} className="text-accent" /> Run
          </Button>
          <Button
            disabled={busy}
            aria-label={`Open ${template.title}`}
            onClick={() => void go(() => openCopy(template))}
          >
            Open
          </Button>
        </div>
      </div>
    </article>
  )
}
