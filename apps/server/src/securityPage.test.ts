import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const page = readFileSync(`${root}docs/security.md`, 'utf8')
const files = ['apps', 'packages', 'e2e/tests', 'scripts', 'soak'].flatMap((folder) =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.includes('node_modules') && /\.(ts|tsx|mjs)$/.test(path))
    .map((path) => `${folder}/${path}`),
)

/** \`file\`: the beginning of a test…, the beginning of another… */
const named = [...page.matchAll(/`([\w/.-]+\.(?:test\.tsx?|test\.mjs|spec\.ts))`(?::([^|;]*))?/g)].map(
  ([, file = '', tests = '']) => ({ file, tests: tests.split('…').map((one) => one.replace(/^[,\s]+|\s+$/g, '')) }),
)

test('every rule, limit and fault of the security design has a row with a test', () => {
  for (let rule = 1; rule <= 30; rule++) expect(page).toMatch(new RegExp(`^\\| S${rule} \\|.*(test|feature)`, 'm'))
  for (let fault = 1; fault <= 22; fault++)
    expect(page).toMatch(new RegExp(`^\\| T${fault} \\|.*\\.(test\\.ts|ts)`, 'm'))
})

test.each(named)('$file is there and has the tests the page names', ({ file, tests }) => {
  const found = files.filter((path) => path.endsWith(`/${file}`) || path === file)
  expect(found, file).not.toEqual([])
  const text = found.map((path) => readFileSync(root + path, 'utf8')).join('')
  // Words in brackets and what follows a name that ends without dots are ours.
  for (const name of tests.filter((one) => one !== '' && page.includes(`${one}…`))) expect(text, file).toContain(name)
})
