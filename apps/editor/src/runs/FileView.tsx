import type { Attachment } from '@quorum/engine'
import { FileText } from 'lucide-react'

/** A picture as one sees it, any other file by name; both lead to the file. */
export function FileView({ file: { file, name, type, size } }: { file: Attachment }) {
  const address = `/api/uploads/${file}`
  return (
    <a href={address} download={name} className="inline-flex max-w-full flex-col gap-1 text-row">
      {type.startsWith('image/') ? (
        <img src={address} alt={name} loading="lazy" className="max-h-40 max-w-full rounded-tile border border-line" />
      ) : (
        <FileText aria-hidden size={32} className="text-muted" />
      )}
      <span className="break-all">
        {name} <span className="text-muted">· {sizeOf(size)}</span>
      </span>
    </a>
  )
}

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
