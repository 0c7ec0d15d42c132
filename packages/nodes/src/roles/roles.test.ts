import { expect, test } from 'vitest'
import { agent } from '../agent/definition.ts'
import { roleGroups, roles } from './roles.ts'

test('every role of the catalogue is there, each once, and each group has some', () => {
  const wanted = [
    'scout',
    'planner',
    'architect',
    'builder',
    'tester',
    'reviewer',
    'security-analyst',
    'performance-analyst',
  ]
  const others = [
    'quality-analyst',
    'critic',
    'judge',
    'chair',
    'synthesiser',
    'frontend',
    'backend',
    'database',
    'devops',
  ]
  const ids = roles.map(({ id }) => id)
  expect(ids).toEqual(expect.arrayContaining([...wanted, ...others]))
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(roles.map(({ name }) => name)).size).toBe(ids.length)
  for (const group of roleGroups) expect(roles.some((role) => role.group === group)).toBe(true)
})

test.each(roles)('$name: says who it is and how to answer, in words that an agent and a member take', (role) => {
  const { name, summary, prompt } = role
  // Long enough to guide, short enough to be read and changed.
  expect(prompt.length).toBeGreaterThan(180)
  expect(prompt.length).toBeLessThan(900)
  expect(prompt).toMatch(/^You\b/)
  expect(summary).toMatch(/\.$/)
  expect(name.length).toBeLessThanOrEqual(64)
  // No text of it may be read as a template.
  expect(prompt).not.toMatch(/\{\{|\{%/)
  expect(agent.params.safeParse({ system: prompt }).success).toBe(true)
})
