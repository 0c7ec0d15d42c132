import { type Attachment, attachmentsIn, isRecord, type Value } from '@quorum/engine'
import { Copy } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { toast } from '../ui/Toast.tsx'
import { FileView } from './FileView.tsx'
import { isReadable, ReadableValue } from './ReadableValue.tsx'

const Markdown = lazy(() => import('./Markdown.tsx').then((module) => ({ default: module.Markdown })))

const foldedChars = 20_000

/** A text to be read as Markdown: a text, or an object of one text field. */
function asText(value: Value): string | null {
  if (typeof value === 'string') return value
  if (!isRecord(value)) return null
  const fields = Object.values(value)
  return fields.length === 1 && typeof fields[0] === 'string' ? fields[0] : null
}

/** Looking through very large values would take longer than a frame. */
const filesOf = (value: Value): readonly Attachment[] =>
  typeof value === 'object' && value !== null && Object.keys(value).length <= 100 ? attachmentsIn(value) : []

/** Any value for reading: text as Markdown, values with parts by their parts; what is too large for that as folded JSON. */
export function ValueView({ value }: { value: Value }) {
  const [whole, setWhole] = useState(false)
  if (value === null) return <p className="text-body text-muted">Nothing</p>
  const files = filesOf(value)
  const text = asText(value)
  const full = text ?? JSON.stringify(value, null, 2)
  const readable = text === null && full.length <= foldedChars && isReadable(value)
  const shown = whole ? full : full.slice(0, foldedChars)
  return (
    <div>
      {files.length > 0 ? (
        <div className="mb-2 flex flex-wrap gap-3">
          {files.map((file) => (
            <FileView key={file.file} file={file} />
          ))}
        </div>
      ) : null}
      {text === null ? (
        readable ? (
          <ReadableValue value={value} />
        ) : (
          <pre className="whitespace-pre-wrap break-words font-mono text-row">{shown}</pre>
        )
      ) : (
        <Suspense fallback={<p className="whitespace-pre-wrap text-panel">{shown}</p>}>
          <Markdown text={shown} />
        </Suspense>
      )}
      {shown.length < full.length ? (
        <Button size="small" className="mt-2" onClick={() => setWhole(true)}>
          Show all {Math.round(full.length / 1000)} kB
        </Button>
      ) : null}
    </div>
  )
}

export function CopyButton({ value, label }: { value: Value; label: string }) {
  return (
    <IconButton
      icon={Copy}
      label={label}
      side="left"
      onClick={async () => {
        try {
          await navigator.clipboard.writeText(asText(value) ?? JSON.stringify(value, null, 2))
          toast({ text: 'Copied' })
        } catch {
          toast({ text: 'The browser refused to copy. Select the text and copy it by hand.', tone: 'error' })
        }
      }}
    />
  )
}
