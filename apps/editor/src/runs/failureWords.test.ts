import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failureWords, knownCodes } from './failureWords.ts'

const root = join(import.meta.dirname, '../../../..')
const folders = [
  'packages/engine/src/run',
  'packages/engine/src/expr',
  'packages/nodes/src',
  'apps/server/src/models',
  'apps/server/src/sandbox',
]

/** Codes as the source throws them: the first argument of StepFailure and of `failed`. */
function thrownCodes(): string[] {
  const codes = new Set<string>()
  for (const folder of folders) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts') || /test|testing/.test(name)) continue
      const text = readFileSync(join(root, folder, name), 'utf8')
      for (const [, code] of text.matchAll(/(?:StepFailure|\bfailed|\bfail)\(\s*'([a-z]+(?:-[a-z]+)*)'/g))
        codes.add(code ?? '')
    }
  }
  return [...codes].sort()
}

describe('words for failures', () => {
  it('cover every code that a step can fail with', () => {
    expect(thrownCodes().length).toBeGreaterThan(15)
    expect(thrownCodes().filter((code) => !knownCodes.includes(code))).toEqual([])
  })

  it.each(knownCodes)('%s says what happened, why, and offers something to do', (code) => {
    const { happened, why, remedies } = failureWords(code)
    expect(happened).toMatch(/^[A-Z].*\.$/)
    expect(why).toMatch(/^[A-Z].*\.$/)
    expect(happened).not.toContain(code.includes('-') ? code : '\0')
    expect(remedies.length).toBeGreaterThan(0)
    expect(new Set(remedies).size).toBe(remedies.length)
  })

  it('have something to say about a code of the future, and about names every object has', () => {
    for (const code of ['from-tomorrow', 'constructor', 'toString'])
      expect(failureWords(code).remedies).toEqual(['retry', 'edit'])
  })

  it('offer to raise the budget for a spent budget only', () => {
    expect(knownCodes.filter((code) => failureWords(code).remedies.includes('budget'))).toEqual(['budget'])
  })
})
