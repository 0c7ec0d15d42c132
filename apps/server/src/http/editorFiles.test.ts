import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { tempFolder } from '../testing/testServer.ts'
import { createEditorFiles } from './editorFiles.ts'
import type { AppEnv } from './env.ts'

function setUp() {
  const folder = tempFolder()
  mkdirSync(join(folder, 'assets'))
  const code = 'console.log("hello");'.repeat(200)
  writeFileSync(join(folder, 'assets/index-1a2b.js'), code)
  writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
  const files = createEditorFiles(folder)
  const app = new Hono<AppEnv>()
  app.use((c, next) => {
    c.set('nonce', 'fresh')
    return next()
  })
  app.get('/*', (c) => files.serve(c, c.req.path) ?? files.index(c) ?? c.text('none', 404))
  return { folder, files, app, code }
}

test('an asset is compressed and may be kept for ever; the page carries the nonce and is asked for each time', async () => {
  const { app, code } = setUp()
  const asset = await app.request('/assets/index-1a2b.js', { headers: { 'accept-encoding': 'gzip' } })
  expect(asset.headers.get('cache-control')).toContain('immutable')
  expect(asset.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(Buffer.from(await asset.arrayBuffer())).toString()).toBe(code)
  expect(await (await app.request('/assets/index-1a2b.js')).text()).toBe(code)
  const page = await app.request('/flows/abc')
  expect(await page.text()).toBe('<meta name="csp-nonce" content="fresh">')
  expect(page.headers.get('cache-control')).toBe('no-cache')
})

test('no request reaches a file outside the build, and a build that was never made is said', () => {
  const { files, folder } = setUp()
  for (const path of ['/../secret', '/assets/../../secret', '/assets', '/index.html'])
    expect(files.has(path)).toBe(false)
  expect(files.built).toBe(true)
  expect(createEditorFiles(join(folder, 'nowhere')).built).toBe(false)
})
