import { StepFailure } from '@quorum/engine'
import { Parser } from 'htmlparser2'

const silent = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'iframe',
  'nav',
  'footer',
  'form',
  'button',
  'aside',
])
const blocks = new Set(
  'address article blockquote dd div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul br'.split(
    ' ',
  ),
)

/** The parser looks for its place among the elements that are open, so their number is what a page can cost. */
const mostOpen = 2_000
const pieceChars = 32 * 1024

/**
 * What people read on a page: headings and list items marked as in Markdown, no scripts, menus and forms; `most` characters
 * and a few more. The parser reads from front to back and never runs anything, so a hostile page costs no more than its length.
 * @throws StepFailure `too-large` for elements in elements without end.
 */
export function pageText(
  html: string,
  { links, base, most = Number.POSITIVE_INFINITY }: PageOptions,
): { readonly title: string; readonly text: string } {
  const page = new Page()
  let inTitle = false
  let quiet = 0
  let open = 0
  let title = ''
  const addresses: string[] = []
  const parser = new Parser({
    onopentag(name, { href }) {
      open++
      if (name === 'title') inTitle = quiet === 0 && title === ''
      if (silent.has(name)) quiet++
      if (quiet > 0) return
      if (blocks.has(name)) page.breakLine()
      if (/^h[1-6]$/.test(name)) page.add(`${'#'.repeat(Number(name[1]))} `)
      if (name === 'li') page.add('- ')
      if (name === 'a') addresses.push(links ? addressOf(href, base) : '')
    },
    ontext(piece) {
      if (inTitle) title += piece
      else if (quiet === 0) page.addWords(piece)
    },
    onclosetag(name) {
      open--
      if (name === 'title') inTitle = false
      if (silent.has(name)) quiet = Math.max(0, quiet - 1)
      else if (quiet === 0) {
        const address = name === 'a' ? addresses.pop() : ''
        if (address) page.addBehind(` (${address}) `)
        if (blocks.has(name)) page.breakLine()
      }
    },
  })
  for (let at = 0; at < html.length && page.length <= most; at += pieceChars) {
    parser.write(html.slice(at, at + pieceChars))
    if (open > mostOpen)
      throw new StepFailure(
        'too-large',
        `The page has more than ${mostOpen} elements in one another, as no page for people has.`,
      )
  }
  parser.end()
  return { title: title.replace(/\s+/g, ' ').trim(), text: page.text() }
}

interface PageOptions {
  readonly links: boolean
  readonly base: string
  readonly most?: number
}

/** Text that grows piece by piece, without ever looking at all of it. */
class Page {
  readonly #lines: string[] = []
  #line: string[] = []
  length = 0

  get #ends(): string {
    return this.#line.at(-1)?.at(-1) ?? ' '
  }

  add(text: string): void {
    if (text === '') return
    this.#line.push(text)
    this.length += text.length
  }

  /** Words of the page, with single spaces between them. */
  addWords(piece: string): void {
    const words = piece.replace(/\s+/g, ' ')
    this.add(this.#ends === ' ' ? words.trimStart() : words)
  }

  /** Without a space before it. */
  addBehind(text: string): void {
    const last = this.#line.pop()
    if (last !== undefined) this.#line.push(last.trimEnd())
    this.add(text)
  }

  breakLine(): void {
    const line = this.#line.join('').trimEnd()
    if (line !== '') this.#lines.push(line)
    this.#line = []
  }

  text(): string {
    this.breakLine()
    return this.#lines.join('\n').trim()
  }
}

/** Only addresses of the web. */
function addressOf(href: string | undefined, base: string): string {
  const url = href === undefined ? null : URL.parse(href, base)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : ''
}
