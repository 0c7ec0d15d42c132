import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GenericCard } from './card/GenericCard.tsx'
import { cardOf } from './cards.ts'
import { definitions } from './definitions.ts'
import { templates } from './templates.ts'

const here = import.meta.dirname
const folder = join(here, '../../../docs/patterns')
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'))
const textOf = (page: string) => readFileSync(join(folder, page), 'utf8')
const none = '–'

const ids = [
  ...Array.from({ length: 23 }, (_, i) => `P${String(i + 1).padStart(2, '0')}`),
  ...Array.from({ length: 28 }, (_, i) => `X${String(i + 1).padStart(2, '0')}`),
]
const shown = definitions.filter(({ hidden, patternId }) => !hidden && patternId !== undefined)
const rows = textOf('README.md')
  .split('\n')
  .filter((line) => /^\| [PX]\d\d /.test(line))
  .map((line) => line.slice(2, -2).split(' | '))
  .map(([id = '', name = '', kind = '', template = '', tests = '', display = '', cost = '']) => ({
    id,
    name,
    kind: kind.replaceAll('`', ''),
    template,
    tests,
    display,
    cost,
  }))
/** Where a Markdown link leads, or null for plain text. */
const targetOf = (cell: string) => /\]\(([^)]+)\)/.exec(cell)?.[1] ?? null

test('the table has a row for each pattern of the catalogue', () => {
  expect(rows.map(({ id }) => id)).toEqual(ids)
})

test.each(rows.map((row) => [row.id, row] as const))('%s: each cell is true', (id, row) => {
  const definition = shown.find(({ kind }) => kind === row.kind)
  if (row.kind === none) {
    // Missing is said only of what is missing.
    expect(shown.filter(({ patternId }) => patternId === id)).toEqual([])
    expect([row.template, row.tests, row.display, row.cost, targetOf(row.name)]).toEqual([none, none, none, none, null])
    expect(templates.filter(({ pattern }) => pattern === id)).toEqual([])
    return
  }
  expect(definition?.patternId).toBe(id)
  expect(row.name).toBe(`[${definition?.title}](${row.kind}.md)`)
  expect(row.cost).toBe(definition?.cost)

  const fitting = templates.filter(({ pattern }) => pattern === id)
  if (row.template === none) expect(fitting).toEqual([])
  else {
    const template = fitting.find(({ title }) => title === row.template)
    const patternsUsed = template?.flow.nodes.map(({ kind }) => shown.find((one) => one.kind === kind)?.patternId)
    expect(patternsUsed).toContain(id)
  }

  // It was looked at in pictures of a real run, and shows more than any kind would.
  expect(row.display.length).toBeGreaterThan(10)
  expect(cardOf(row.kind)).not.toBe(GenericCard)
  const shot = fitting.find(({ title }) => title === row.template)?.id
  for (const picture of ['live-light', 'live-dark', 'done-light', 'done-dark'])
    expect(existsSync(join(folder, `../images/patterns/${shot}-${picture}.png`)), picture).toBe(true)

  const file = join(folder, targetOf(row.tests) ?? '')
  expect(file.endsWith('.test.ts') && existsSync(file)).toBe(true)
  const own = file.startsWith(`${join(here, row.kind)}/`)
  expect(own || readFileSync(file, 'utf8').includes(`'${row.kind}'`)).toBe(true)
})

test.each(pages.filter((page) => page !== 'README.md' && page !== 'gallery.md'))(
  '%s is about the kind it is named after',
  (page) => {
    const kind = page.replace(/\.md$/, '')
    const definition = shown.find((one) => one.kind === kind)
    expect(textOf(page).split('\n')[2]).toMatch(`\`${kind}\` · ${definition?.patternId} · `)
    const named = [...textOf(page).matchAll(/Templates? ((?:\*[^*]+\*(?:, | and )?)+)/g)]
      .flatMap(([, list = '']) => [...list.matchAll(/\*([^*]+)\*/g)])
      .map(([, title]) => title)
    expect(templates.map(({ title }) => title)).toEqual(expect.arrayContaining(named))
  },
)

/** As GitHub makes them: “Vote until sure” is #vote-until-sure. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )

test.each(pages)('links of %s lead somewhere', (page) => {
  const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  for (const link of links.filter((one) => !/^[a-z]+:/.test(one))) {
    const [path = '', anchor] = link.split('#')
    const file = path === '' ? join(folder, page) : join(folder, path)
    expect(existsSync(file), link).toBe(true)
    if (anchor !== undefined) expect(anchorsOf(readFileSync(file, 'utf8')), link).toContain(anchor)
  }
})
