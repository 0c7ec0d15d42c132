import { describe, expect, test } from 'vitest'
import { testKinds } from '../testing/kinds.ts'
import { groupKinds, searchKinds } from './search.ts'

const found = (query: string): string[] => searchKinds(testKinds, query).map(({ kind }) => kind)

describe('searching kinds', () => {
  test('finds by title, kind, other names and sentence, the closest first', () => {
    expect(found('agent')[0]).toBe('agent')
    expect(found('LLM')).toEqual(['agent'])
    expect(found('pool')).toEqual(['pool'])
    expect(found('model')).toEqual(['agent'])
  })
  test('every word must be found', () => {
    expect(found('runs item')).toEqual(['pool'])
    expect(found('runs nothing')).toEqual([])
  })
  test('nothing asked finds all', () => expect(found('')).toHaveLength(testKinds.length))
})

test('without a search the kinds stand in their groups, the recent ones first', () => {
  const groups = groupKinds(testKinds, '', ['vote', 'pool', 'gone'])
  expect(groups.map(({ label }) => label)).toEqual([
    'Recent',
    'Flow',
    'Agents',
    'Decide',
    'Scale',
    'Tools',
    'Input and output',
  ])
  expect(groups[0]?.items.map(({ kind }) => kind)).toEqual(['vote', 'pool'])
  const [often] = groupKinds(testKinds, '', ['pool'])
  expect(often?.label).toBe('Often used')
  expect(often?.items.map(({ kind }) => kind).slice(0, 2)).toEqual(['pool', 'input'])
})
