import type { RunEvent } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { definitions } from './definitions.ts'
import { drillInOf } from './drillIns.ts'
import { answer, toTheEnd } from './pattern/everyPattern.testing.ts'
import { flowAround } from './pattern/testing.ts'
import { kit } from './runners.ts'

const patterns = definitions.filter(({ hidden, patternId }) => !hidden && patternId !== undefined)

test('every pattern tells its steps in its own words, but for those whose step is all there is to tell', () => {
  const silent = patterns.filter(({ kind }) => !drillInOf(kind)).map(({ kind }) => kind)
  expect(silent).toEqual(['agent', 'fork', 'simulated-run'])
})

const composites = patterns.filter(({ expand }) => expand).map((definition) => [definition.kind, definition] as const)

test.each(composites)('what %s tells of a real run can be read', async (kind, definition) => {
  const all = world({ kit, answer })
  await all.start(flowAround(definition), ['one', 'two', 'three'])
  await toTheEnd(all)
  const isItsEnd = (event: RunEvent): event is RunEvent & { type: 'node.completed' } =>
    event.type === 'node.completed' && event.path === 'p'
  const { ports, record = null } = all.log().find(isItsEnd) ?? { ports: {} }
  const Text = ({ text }: { text: string }) => createElement('p', null, text)
  const DrillIn = drillInOf(kind)
  if (!DrillIn) return
  const step = {
    path: 'p',
    status: 'completed' as const,
    input: null,
    output: Object.values(ports)[0] ?? null,
    ports,
    record,
  }
  const html = renderToStaticMarkup(createElement(DrillIn, { step, feeders: [], Text }))
  const text = html.replace(/<[^>]+>/g, ' ')
  expect(text.trim().length).toBeGreaterThan(20)
  expect(text).not.toMatch(/undefined|NaN|\[object|null/)
})
