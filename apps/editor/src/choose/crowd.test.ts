import type { FlowFile } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import { templates } from '@quorum/nodes/templates'
import { expect, test } from 'vitest'
import { crowdOf, withMany } from './crowd.ts'

const council = definitionOf('council')
const flow = templates.find(({ id }) => id === 'council-of-three')?.flow as FlowFile
const namesIn = (file: FlowFile) =>
  (council && crowdOf(council, file.nodes.find(({ kind }) => kind === 'council')?.params))?.people.map(
    ({ name }) => name,
  )

test('a council of three becomes one of five with people of the library, nobody twice, and one of two again', () => {
  if (!council) throw new Error('there is no council')
  expect(namesIn(flow)).toHaveLength(3)
  const five = namesIn(withMany(flow, council, 5)) ?? []
  expect(five.slice(0, 3)).toEqual(namesIn(flow))
  expect(new Set(five).size).toBe(5)
  expect(withMany(flow, council, 5).name).toBe('Council of 5')
  expect(namesIn(withMany(flow, council, 2))).toEqual(namesIn(flow)?.slice(0, 2))
  expect(withMany(flow, council, 3)).toBe(flow)
})

test('patterns without people have none', () => {
  const mapReduce = definitionOf('map-reduce')
  expect(mapReduce && crowdOf(mapReduce, {})).toBeNull()
})
