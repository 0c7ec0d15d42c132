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
const ids = [
  ...Array.from({ length: 23 }, (_, i) => `P${String(i + 1).padStart(2, '0')}`),
  ...Array.from({ length: 28 }, (_, i) => `X${String(i + 1).padStart(2, '0')}`),
]
const shown = definitions.filter(({ hidden, patternId }) => !hidden && patternId !== undefined)
const pageOf = (kind: string) => textOf(`${kind}.md`)
const testOf = (kind: string) =>
  [`${kind}/run.test.ts`, `${kind}/${kind}.test.ts`].find((file) => existsSync(join(here, file))) ??
  'pool/presets.test.ts'
/** In the order of the gallery: the first that has the pattern in it. */
const templateOf = ({ kind, patternId }: (typeof shown)[number]) =>
  templates.find(({ pattern, flow }) => pattern === patternId && flow.nodes.some((node) => node.kind === kind))
const shows = /^Shows while it runs: (.+)\. In its step: (.+)\.$/m

const whole = shown
  .filter(({ kind }) => pages.includes(`${kind}.md`) && shows.test(pageOf(kind)))
  .toSorted((a, b) => (a.patternId ?? '').localeCompare(b.patternId ?? ''))

test('the table has a row for each pattern: run vitest with -u to write it', async () => {
  const rows = whole.map((definition) => {
    const { kind, patternId, title, cost } = definition
    const [, running, step] = shows.exec(pageOf(kind)) ?? []
    const file = testOf(kind)
    const cells = [
      ...[patternId, `[${title}](${kind}.md)`, `\`${kind}\``, templateOf(definition)?.title],
      ...[`[${file}](../../packages/nodes/src/${file})`, `${running}; ${step}`, cost],
    ]
    return `| ${cells.join(' | ')} |`
  })
  const [before, , after] = textOf('README.md').split(/((?:^\| [A-Z]\d\d \|.*\n)+)/m)
  await expect(`${before}${rows.join('\n')}\n${after}`).toMatchFileSnapshot(join(folder, 'README.md'))
  expect(whole.map(({ patternId }) => patternId).filter((id) => ids.includes(id ?? ''))).toEqual(ids)
})

test.each(whole.map((one) => [one.kind, one] as const))('%s: each cell of its row is true', (kind, definition) => {
  const template = templateOf(definition)
  expect(template).toBeDefined()
  // It was looked at in pictures of a real run, and shows more than any kind would.
  expect(cardOf(kind)).not.toBe(GenericCard)
  for (const picture of ['live-light', 'live-dark', 'done-light', 'done-dark'])
    expect(existsSync(join(folder, `../images/patterns/${template?.id}-${picture}.png`)), picture).toBe(true)
  const file = testOf(kind)
  expect(file.startsWith(kind) || readFileSync(join(here, file), 'utf8').includes(`'${kind}'`)).toBe(true)
})

test('every picture of the gallery is there, of every template', () => {
  const pictures = [...textOf('gallery.md').matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, path = '']) => path)
  expect(pictures.filter((path) => !existsSync(join(folder, path)))).toEqual([])
  for (const { id } of templates) expect(pictures, id).toContain(`../images/patterns/${id}-live-light.png`)
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
