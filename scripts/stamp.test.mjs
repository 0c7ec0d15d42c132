import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashOf, unlessStamped } from './stamp.mjs'

let dir
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'stamp-'))
  mkdirSync(join(dir, 'src/node_modules'), { recursive: true })
  writeFileSync(join(dir, 'src/a.txt'), 'a')
})
afterEach(() => rmSync(dir, { recursive: true }))

test('the hash follows contents and names, and leaves node_modules and missing paths out', () => {
  const before = hashOf(dir, ['src', 'missing'])
  writeFileSync(join(dir, 'src/node_modules/b.txt'), 'b')
  expect(hashOf(dir, ['src', 'missing'])).toBe(before)
  writeFileSync(join(dir, 'src/a.txt'), 'changed')
  expect(hashOf(dir, ['src', 'missing'])).not.toBe(before)
  expect(hashOf(dir, ['src'], 'other platform')).not.toBe(hashOf(dir, ['src']))
})

test('work is done once, and again when the hash changes or a result is gone', () => {
  const result = join(dir, 'result')
  const work = () => writeFileSync(result, '')
  const stamp = { file: join(dir, 'cache/stamp'), hash: '1', results: [result] }
  expect(unlessStamped(stamp, work)).toBe(true)
  expect(unlessStamped(stamp, work)).toBe(false)
  expect(unlessStamped({ ...stamp, hash: '2' }, work)).toBe(true)
  rmSync(result)
  expect(unlessStamped({ ...stamp, hash: '2' }, work)).toBe(true)
})

test('work that fails leaves no stamp', () => {
  const stamp = { file: join(dir, 'stamp'), hash: '1', results: [] }
  const fail = () => {
    throw new Error('no')
  }
  expect(() => unlessStamped(stamp, fail)).toThrow('no')
  expect(unlessStamped(stamp, () => {})).toBe(true)
})
