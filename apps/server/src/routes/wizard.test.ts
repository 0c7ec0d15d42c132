import { expect, test } from 'vitest'
import { patternNames } from '../wizard/patterns.ts'
import { addOns, type Question, questions, short } from '../wizard/questions.ts'

/** Every pattern that answers lead to from `start`, with the most questions on the way. */
function reached(start: string, all: readonly Question[]): Map<string, number> {
  const found = new Map<string, number>()
  const walk = (id: string, asked: number): void => {
    const question = all.find((one) => one.id === id)
    if (!question) return void found.set(id, Math.max(asked, found.get(id) ?? 0))
    for (const { to } of question.answers) walk(to, asked + 1)
  }
  walk(start, 0)
  return found
}

test('the questions lead to every pattern that is no add-on, with at most four of them', () => {
  const ways = reached('W1', questions)
  for (const id of ways.keys()) expect(Object.keys(patternNames)).toContain(id)
  expect(Math.max(...ways.values())).toBeLessThanOrEqual(4)
  const all = new Set([...ways.keys(), ...addOns.map(({ to }) => to)])
  expect(Object.keys(patternNames).filter((id) => !all.has(id))).toEqual([])
})

test('the short form leads to seven patterns, and no question is left out', () => {
  const ways = reached(short.start, short.questions)
  expect([...ways.keys()].sort()).toEqual(['P01', 'P02', 'P05', 'P06', 'P07', 'P13', 'P20'])
  const asked = new Set(short.questions.flatMap(({ answers }) => answers.map(({ to }) => to)))
  for (const { id } of short.questions) expect(id === short.start || asked.has(id)).toBe(true)
})

test('ids are used once', () => {
  for (const list of [questions, short.questions]) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length)
})
