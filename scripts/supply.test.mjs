import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bill, foreign, packagesOf } from './supply.lib.mjs'

const list = {
  MIT: [
    { name: 'a', versions: ['1.0.0', '2.0.0'] },
    { name: '@quorum/engine', versions: ['0.0.0'] },
  ],
  '(MIT OR GPL-3.0)': [{ name: '@b/c', versions: ['1.0.0'] }],
  'GPL-3.0': [{ name: 'd', versions: ['1.0.0'] }],
  'MIT AND GPL-3.0': [{ name: 'e', versions: ['1.0.0'] }],
}

test('only licences we agreed to, where there is a choice one of them', () => {
  expect(foreign(packagesOf(list)).map(({ name }) => name)).toEqual(['d', 'e'])
})

test('the bill names every package and version once', () => {
  const { components, metadata } = bill(packagesOf(list), '1.2.3', new Date(0))
  expect(metadata.component.version).toBe('1.2.3')
  expect(components.map(({ purl }) => purl)).toEqual([
    'pkg:npm/%40b/c@1.0.0',
    'pkg:npm/a@1.0.0',
    'pkg:npm/a@2.0.0',
    'pkg:npm/d@1.0.0',
    'pkg:npm/e@1.0.0',
  ])
})

test('versions are pinned, packages may run no scripts, and none is younger than seven days (S28)', () => {
  const workspace = readFileSync(new URL('../pnpm-workspace.yaml', import.meta.url), 'utf8')
  const catalog = workspace.slice(workspace.indexOf('catalog:'), workspace.indexOf('allowBuilds:'))
  const pins = [...catalog.matchAll(/^ {2}'?([@\w./-]+)'?: (.+)$/gm)]
  expect(pins.length).toBeGreaterThan(30)
  for (const [, name, version] of pins) expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
  expect(workspace).toMatch(/^minimumReleaseAge: (\d+)$/m)
  expect(Number(/^minimumReleaseAge: (\d+)$/m.exec(workspace)?.[1])).toBeGreaterThanOrEqual(7 * 24 * 60)
  const builds = workspace.slice(workspace.indexOf('allowBuilds:'))
  expect(builds).not.toMatch(/^ {2}\S+: true$/m)
  for (const where of ['', 'apps/server/', 'apps/editor/', 'packages/engine/', 'packages/nodes/', 'e2e/', 'bench/']) {
    const manifest = JSON.parse(readFileSync(new URL(`../${where}package.json`, import.meta.url), 'utf8'))
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
      expect(version, `${where}${name}`).toMatch(/^(catalog:|workspace:\*)$/)
  }
})
