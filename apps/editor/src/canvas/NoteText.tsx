import { Fragment, type ReactNode } from 'react'

/** The little Markdown of notes: headings, lists, bold, italic, code. Everything else stays text. */
export function NoteText({ text }: { text: string }) {
  return (
    <div className="note-text nowheel">
      {text.split('\n').map((line, index) => {
        const key = `${index} ${line}`
        const heading = /^#{1,3} (.*)$/.exec(line)
        if (heading) {
          return (
            <p key={key} className="font-semibold text-body">
              {inline(heading[1] ?? '')}
            </p>
          )
        }
        const item = /^[-*] (.*)$/.exec(line)
        return (
          <p key={key} className={item ? 'pl-3 -indent-3' : 'min-h-2'}>
            {item ? '• ' : ''}
            {inline(item?.[1] ?? line)}
          </p>
        )
      })}
    </div>
  )
}

function inline(text: string): ReactNode {
  return text.split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`)/).map((part, index) => {
    const key = `${index} ${part}`
    if (part.startsWith('**') && part.length > 4) return <strong key={key}>{part.slice(2, -2)}</strong>
    if (part.startsWith('*') && part.length > 2) return <em key={key}>{part.slice(1, -1)}</em>
    if (part.startsWith('`') && part.length > 2) return <code key={key}>{part.slice(1, -1)}</code>
    return <Fragment key={key}>{part}</Fragment>
  })
}
