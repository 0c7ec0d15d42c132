import { memo } from 'react'
import ReactMarkdown from 'react-markdown'

const longest = 100_000
const safe = /^(https?:|mailto:)/i

/** Text of a model: no raw HTML, only harmless links, images as links (SECURITY S23). */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  if (text.length > longest) return <pre className="whitespace-pre-wrap break-words font-mono text-row">{text}</pre>
  return (
    <div className="prose-answer">
      <ReactMarkdown
        skipHtml
        urlTransform={(url) => (safe.test(url) ? url : '')}
        components={{
          a: ({ href, children }) => <SafeLink href={href}>{children}</SafeLink>,
          img: ({ src, alt }) => <SafeLink href={typeof src === 'string' ? src : ''}>{alt || 'image'}</SafeLink>,
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  )
})

function SafeLink({ href, children }: { href: string | undefined; children: React.ReactNode }) {
  if (!href) return <span>{children}</span>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}
