import { definitions } from '@quorum/nodes/definitions'
import { expect, test } from 'vitest'
import { found, rowsOf } from './rows.ts'

const drawn = definitions.filter(({ hidden, patternId }) => !hidden && patternId)
const ids = [...new Set(drawn.flatMap(({ patternId }) => patternId ?? []))]
const rows = rowsOf({
  patterns: ids.map((id) => ({ id, name: id })),
  matrix: [{ id: 'P01', name: 'Pipeline', bestFor: 'order', parallelism: 0, complexity: 1, overhead: 1 }],
})

test('the table finds every pattern by each of its names', () => {
  expect(ids.length).toBeGreaterThanOrEqual(51)
  for (const { patternId, kind, title, aliases } of drawn)
    for (const name of [kind, title, ...aliases])
      expect(
        found(rows, name, false).map(({ id }) => id),
        name,
      ).toContain(patternId)
})

test('only simple ones leaves out what is more than medium, or not known to be', () => {
  expect(found(rows, '', true).map(({ id }) => id)).toEqual(['P01'])
})
