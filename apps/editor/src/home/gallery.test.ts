import { definitions } from '@quorum/nodes/definitions'
import { outcomes, templates } from '@quorum/nodes/templates'
import { expect, test } from 'vitest'
import type { Template } from '../api/types.ts'
import { outcomesOf, patternNames, shelvesOf, startHere } from './gallery.ts'

const all = templates as readonly Template[]
const idsOf = (shelves: ReturnType<typeof shelvesOf>) => shelves.flatMap((shelf) => shelf.templates.map(({ id }) => id))

test('no template stands on two shelves, a shelf has one row and says how many more there are', () => {
  const shelves = shelvesOf(all, null, '')
  expect(new Set(idsOf(shelves)).size).toBe(idsOf(shelves).length)
  const unseen = shelves.reduce((sum, shelf) => sum + shelf.more, 0)
  expect(idsOf(shelves).length + unseen).toBe(all.length)
  for (const shelf of shelves) expect(shelf.templates.length).toBeLessThanOrEqual(4)
})

test('what newcomers need stands in front', () => {
  const shelves = shelvesOf(all, null, '')
  expect(shelves[0]?.title).toBe(startHere)
  expect(idsOf(shelves).slice(0, 4)).toEqual(all.slice(0, 4).map(({ id }) => id))
  expect(shelves.slice(1).map(({ title }) => title)).toEqual(outcomesOf(all))
})

test('outcomes come in the order that is written down for them', () => {
  expect(outcomesOf(all)).toEqual(outcomes)
})

test('an outcome shows all of its own and nothing else', () => {
  for (const outcome of outcomes) {
    const shelves = shelvesOf(all, outcome, '')
    expect(shelves.map(({ title }) => title)).toEqual([outcome])
    expect(idsOf(shelves)).toEqual(all.filter((one) => one.outcome === outcome).map(({ id }) => id))
  }
})

test('a search looks at titles, summaries, tags and outcomes, within the chosen outcome', () => {
  expect(idsOf(shelvesOf(all, null, ' COUNCIL of '))).toEqual(['council-of-three'])
  expect(idsOf(shelvesOf(all, null, 'write something'))).toContain('article-pipeline')
  expect(shelvesOf(all, 'Write something', 'council of')).toEqual([])
})

test('a search by any name of a pattern finds a template of it', () => {
  const names = patternNames(definitions.filter(({ hidden }) => !hidden))
  expect(names.size).toBeGreaterThanOrEqual(51)
  for (const [pattern, known] of names)
    for (const name of known) {
      const ids = idsOf(shelvesOf(all, null, name, names))
      expect(
        all.some((one) => one.pattern === pattern && ids.includes(one.id)),
        `${pattern} by “${name}”`,
      ).toBe(true)
    }
})
