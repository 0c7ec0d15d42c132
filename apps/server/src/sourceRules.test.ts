import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const sources = globSync('{apps/*/src,packages/*/src}/**/*.{ts,tsx}', { cwd: root })
  .filter((name) => !/\.test\.tsx?$|\/(testing|contract)\/|\/testing\.ts$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))
const naming = (pattern: RegExp, but: readonly string[]) =>
  sources
    .filter(({ name, text }) => pattern.test(text) && !but.some((one) => name.startsWith(one)))
    .map(({ name }) => name)

/** Rules of SECURITY that hold for all of the source, wherever it stands. */
describe('in the source', () => {
  test('there is enough of it to look at', () => expect(sources.length).toBeGreaterThan(400))

  test('nothing but the outgoing guard opens connections to other hosts (S15)', () => {
    const dials = /from 'undici'|from 'node:(https|net|tls|dns|http2)'|(?<![.\w#])fetch\(/
    const may = ['apps/server/src/net/', 'apps/editor/', 'apps/server/src/config.ts', 'apps/server/src/server.ts']
    const handedIn = [
      'apps/server/src/services/mcp',
      'apps/server/src/models/',
      'apps/server/src/secrets/',
      'apps/server/src/operations/traces.ts',
    ]
    // The last ones get the guarded fetch handed in under that name, and import none.
    expect(naming(dials, [...may, ...handedIn])).toEqual([])
    for (const { name, text } of sources.filter((one) => handedIn.some((at) => one.name.startsWith(at))))
      expect(text, name).not.toMatch(/globalThis\.fetch|from 'undici'|from 'node:(https|net|tls)'/)
  })

  test('only the sandbox starts processes, and MCP servers that the operator wrote down (S13, S14)', () => {
    const may = ['apps/server/src/sandbox/', 'apps/server/src/services/mcpStdio.ts']
    expect(naming(/node:child_process/, may)).toEqual([])
  })

  test('no text of people becomes a program or a backtracking pattern (S13)', () => {
    expect(naming(/(?<![.\w])eval\(|new Function\(|node:vm/, [])).toEqual([])
    expect(naming(/new RegExp\((?!\/)/, ['apps/editor/'])).toEqual([])
  })

  test('no value is written into SQL (S11)', () => {
    // What stands in a template of SQL is a name or number of ours, and each such place has been looked at.
    const known = /^(records|durability|table)$/
    const places = sources
      .filter(({ name }) => name.startsWith('apps/server/'))
      .flatMap(({ name, text }) =>
        [...text.matchAll(/(?:prepare|sqlite\.exec|pragma)(?:<[^(]*>)?\(\s*`([^`]*)`/g)].flatMap(([, sql = '']) =>
          [...sql.matchAll(/\$\{([^}]*)\}/g)].map(([, what = '']) => ({ name, what })),
        ),
      )
    expect(places.filter(({ what }) => !known.test(what))).toEqual([])
    expect(naming(/sql\.raw\(/, [])).toEqual([])
  })

  test('no raw HTML is put into a page (S23)', () => {
    expect(naming(/dangerouslySetInnerHTML=|\.innerHTML\s*=|document\.write\(/, [])).toEqual([])
  })

  test('no answer allows other origins (S4)', () => {
    expect(naming(/access-control-allow|hono\/cors/i, [])).toEqual([])
  })
})
