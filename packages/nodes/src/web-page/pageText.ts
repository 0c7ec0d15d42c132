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

/**
 * What people read on a page: headings and list items marked as in Markdown, no scripts, menus and forms. The parser reads
 * from front to back in one pass and never runs anything, so a hostile page costs no more than its length.
 */
export function pageText(
  html: string,
  options: { readonly links: boolean; readonly base: string },
): { readonly title: string; readonly text: string } {
  let title = ''
  let text = ''
  let inTitle = false
  let quiet = 0
  const open: string[] = []
  const lineBreak = (): void => {
    if (text !== '' && !text.endsWith('\n')) text = `${text.trimEnd()}\n`
  }
  const parser = new Parser({
    onopentag(name, { href }) {
      if (name === 'title') inTitle = quiet === 0 && title === ''
      if (silent.has(name)) quiet++
      if (quiet > 0) return
      if (blocks.has(name)) lineBreak()
      if (/^h[1-6]$/.test(name)) text += `${'#'.repeat(Number(name[1]))} `
      if (name === 'li') text += '- '
      if (name === 'a') open.push(options.links ? addressOf(href, options.base) : '')
    },
    ontext(piece) {
      if (inTitle) title += piece
      else if (quiet === 0) {
        const words = piece.replace(/\s+/g, ' ')
        text += /\s$/.test(text) || text === '' ? words.trimStart() : words
      }
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false
      if (silent.has(name)) quiet = Math.max(0, quiet - 1)
      else if (quiet === 0) {
        if (name === 'a') {
          const address = open.pop()
          if (address) text = `${text.trimEnd()} (${address}) `
        }
        if (blocks.has(name)) lineBreak()
      }
    },
  })
  parser.write(html)
  parser.end()
  return { title: title.replace(/\s+/g, ' ').trim(), text: text.replace(/[ \t]+\n/g, '\n').trim() }
}

/** Only addresses of the web. */
function addressOf(href: string | undefined, base: string): string {
  const url = href === undefined ? null : URL.parse(href, base)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : ''
}
