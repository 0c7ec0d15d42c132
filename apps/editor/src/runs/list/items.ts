import { isRecord, type Value } from '@quorum/engine'

/** One way to cut a text into items. */
export interface Cut {
  /** After “200 items, ”. */
  readonly words: string
  readonly items: readonly string[]
}

const byLine = (text: string): Cut => ({ words: 'one per line', items: cut(text, /\r?\n/) })

/** A line of nothing but dashes or the like. */
const rule = /^[ \t]*([-=_*#~])\1{2,}[ \t]*$/m
/** Where a mail begins: a header, or the separator line of a mailbox file. */
const mail = /^(?=From:? |Von: |De: )/m
const gap = /\r?\n[ \t]*\r?\n/

/** The ways a text may be meant, the most probable first. Lines are always among them. */
export function cuts(text: string): readonly Cut[] {
  const lines = byLine(text)
  const others = [
    { words: 'cut at the lines of dashes', items: cut(text, rule, 2) },
    { words: 'cut where a mail begins', items: cut(text, mail) },
  ].filter(({ items }) => items.length > 1 && items.length < lines.items.length)
  const gaps = { words: 'cut at the empty lines', items: cut(text, gap) }
  const paragraphs = gaps.items.length > 1 && gaps.items.length < lines.items.length ? [gaps] : []
  return [...others, lines, ...paragraphs]
}

/** A list as people edit it: lines where each item is one, else JSON. */
export const typedList = (list: readonly Value[]): string =>
  list.every((item) => typeof item === 'string' && !item.includes('\n'))
    ? list.join('\n')
    : JSON.stringify(list, null, 2)

/** `every`: how many parts of the pattern's split make up one item and its separator. */
const cut = (text: string, at: RegExp, every = 1): string[] =>
  text
    .split(at)
    .filter((_, index) => index % every === 0)
    .map((part) => part.trim())
    .filter(Boolean)

/** What files hold: of several each is an item, of one its entries. @throws Error, with words for people. */
export async function itemsOf(files: readonly File[]): Promise<readonly Value[]> {
  const [first] = files
  if (!first) return []
  if (files.length > 1) return (await Promise.all(files.map((file) => file.text()))).map((text) => text.trim())
  const text = (await first.text()).replace(/^\uFEFF/, '')
  const ending = /\.(\w+)$/.exec(first.name)?.[1]?.toLowerCase()
  const items =
    ending === 'json'
      ? inJson(text)
      : ending === 'jsonl'
        ? inLines(text)
        : ending === 'csv'
          ? inTable(text)
          : inText(text, ending)
  if (items.length === 0) throw new Error(`“${first.name}” has nothing in it.`)
  return items
}

function inText(text: string, ending: string | undefined): readonly Value[] {
  return ending === 'eml' ? [text.trim()] : (cuts(text)[0]?.items ?? [])
}

function inJson(text: string): readonly Value[] {
  let value: Value
  try {
    value = JSON.parse(text) as Value
  } catch (error) {
    throw new Error(`This is no JSON: ${error instanceof Error ? error.message : 'check brackets and quotes'}.`)
  }
  if (Array.isArray(value)) return value
  // Exports often wrap the list.
  const lists = isRecord(value) ? Object.values(value).filter(Array.isArray) : []
  return lists.length === 1 ? (lists[0] as readonly Value[]) : [value]
}

const inLines = (text: string): readonly Value[] => byLine(text).items.flatMap(inJson)

/** Rows by the names in the first line; of a single column its texts. */
function inTable(text: string): readonly Value[] {
  const [head = [], ...rows] = tableOf(text)
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''))
  if (head.length === 1) return filled.map(([cell = '']) => cell.trim())
  return filled.map((row) =>
    Object.fromEntries(head.map((name, place) => [name.trim() || `column ${place + 1}`, row[place] ?? ''])),
  )
}

/** CSV as RFC 4180 has it, with whatever of comma, semicolon and tab is most often in its first line. */
export function tableOf(text: string): string[][] {
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  const [separator = ','] = [',', ';', '\t'].toSorted((a, b) => firstLine.split(b).length - firstLine.split(a).length)
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  const endCell = (): void => {
    rows.at(-1)?.push(cell)
    cell = ''
  }
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[i + 1] === '"') cell += text[++i]
      else quoted = false
    } else if (char === '"') quoted = true
    else if (char === separator) endCell()
    else if (char === '\n') {
      endCell()
      rows.push([])
    } else if (char !== '\r') cell += char
  }
  endCell()
  return rows.filter((row) => row.length > 1 || row[0] !== '')
}
