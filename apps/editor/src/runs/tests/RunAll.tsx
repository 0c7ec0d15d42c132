import { useState } from 'react'
import { estimateFlow, getVersion, listVersions } from '../../api/client.ts'
import { messageOf } from '../../api/error.ts'
import type { Estimate } from '../../api/types.ts'
import { useLoad } from '../../api/useLoad.ts'
import { priceWords } from '../../price/priceWords.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { ago, plural } from '../figures.ts'
import { runTests } from './runTests.ts'

interface RunAllProps {
  flowId: string
  newest: number
  many: number
  onClose: () => void
  onBegun: (id: string) => void
  onChange: () => void
}

/** Which version, and what it will cost. */
export function RunAll({ flowId, newest, many, onClose, onBegun, onChange }: RunAllProps) {
  const [revision, setRevision] = useState(newest)
  const versions = useLoad(`versions ${flowId}`, () => listVersions(flowId))
  const price = useLoad(`price ${flowId} ${revision}`, async () =>
    estimateFlow((await getVersion(flowId, revision)).flow),
  )
  const begin = () => {
    onClose()
    let begun = false
    runTests(flowId, revision, ({ id }) => {
      if (!begun) onBegun(id)
      begun = true
      onChange()
    }).catch((error: unknown) => toast({ text: messageOf(error), tone: 'error' }))
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Run ${plural(many, 'case')}`}
      description="Each case is a run of its own; what is judged by a model costs one call more."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={begin}>
            Run all
          </Button>
        </>
      }
    >
      <label className="flex flex-col gap-1 text-row">
        <span className="font-medium">Version of the workflow</span>
        <select className="field" value={revision} onChange={(event) => setRevision(Number(event.target.value))}>
          {(versions.data?.items ?? [{ revision: newest, createdAt: '' }]).map((version) => (
            <option key={version.revision} value={version.revision}>
              Version {version.revision}
              {version.revision === newest ? ', the newest' : ''}
              {version.createdAt ? `, ${ago(version.createdAt)}` : ''}
            </option>
          ))}
        </select>
      </label>
      <p className="figures mt-3 text-body">
        {price.data ? priceWords(times(price.data, many)) : (price.error ?? 'Working out what it will cost…')}
      </p>
      <p className="figures text-muted text-row">{plural(many, 'run')}</p>
    </Dialog>
  )
}

/** What `many` runs take. */
function times({ calls, usd }: Pick<Estimate, 'calls' | 'usd'>, many: number): Pick<Estimate, 'calls' | 'usd'> {
  const by = ({ min, expected, max }: Estimate['calls']) => ({
    min: min * many,
    expected: expected * many,
    max: max * many,
  })
  return { calls: by(calls), usd: usd && by(usd) }
}
