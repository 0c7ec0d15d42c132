import { expect, test } from 'vitest'
import type { Wizard } from '../api/types.ts'
import { because, follow, reachable, runnerUp } from './choose.ts'

const row = (id: string, complexity: number, overhead = 1) => ({
  id,
  name: id,
  bestFor: '',
  parallelism: 0,
  complexity,
  overhead,
})
const wizard: Wizard = {
  start: 'W1',
  questions: [
    {
      id: 'W1',
      text: 'What?',
      answers: [
        { text: 'Steps', to: 'W2' },
        { text: 'Items', to: 'P04' },
      ],
    },
    {
      id: 'W2',
      text: 'Checked?',
      answers: [
        { text: 'No', to: 'P01' },
        { text: 'Yes', to: 'P02' },
      ],
    },
  ],
  addOns: [],
  short: { start: 'W1', questions: [] },
  matrix: [row('P01', 1), row('P02', 2), row('P04', 1, 0)],
  patterns: [],
}

test('answers lead from question to question to a pattern', () => {
  expect(follow(wizard, []).question?.id).toBe('W1')
  expect(follow(wizard, [0]).question?.id).toBe('W2')
  const end = follow(wizard, [0, 1])
  expect([end.question, end.patternId]).toEqual([null, 'P02'])
  expect(because(end.steps)).toBe('What? Steps. Checked? Yes.')
})

test('an answer that is not there ends the way where it was', () => {
  expect(follow(wizard, [0, 7]).question?.id).toBe('W2')
  expect(follow(wizard, [9]).steps).toEqual([])
})

test('what can still be reached', () => {
  expect(reachable(wizard, 'W1')).toEqual(['P01', 'P02', 'P04'])
  expect(reachable(wizard, 'P09')).toEqual(['P09'])
})

test('the runner-up is the simplest one near by, and none for the simplest', () => {
  expect(runnerUp(wizard, follow(wizard, [0, 1]))).toBe('P01')
  expect(runnerUp(wizard, follow(wizard, [0, 0]))).toBe('P04')
  expect(runnerUp(wizard, follow(wizard, [1]))).toBe(null)
})
