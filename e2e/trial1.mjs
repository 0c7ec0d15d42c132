import { readFileSync } from 'node:fs'
import { chromium } from '@playwright/test'

const url = readFileSync('/tmp/trial/url', 'utf8')
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const page = await (await b.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } })).newPage()
let n = 0,
  clicks = 0
const shot = async (name) => {
  await page.waitForTimeout(400)
  await page.screenshot({ path: `/tmp/trial/a${String(++n).padStart(2, '0')}-${name}.png` })
}
const click = async (loc) => {
  clicks++
  await loc.click()
}
const t0 = Date.now()
await page.goto('/')
await page.getByRole('heading', { name: 'Templates' }).waitFor()
await shot('home')
await click(page.getByRole('link', { name: /Not sure which/ }))
await shot('q1')
await click(page.getByRole('button', { name: /Many items/ }))
await shot('q2')
await click(page.getByRole('button', { name: /^Yes/ }))
await shot('q3')
await click(page.getByRole('button', { name: /condensed/i }))
await page.getByText(/about/).first().waitFor()
await shot('match')
await click(page.getByRole('button', { name: 'Create this workflow' }))
await page.getByRole('region', { name: 'Canvas' }).waitFor()
await page.waitForTimeout(800)
await shot('editor')
await click(page.getByRole('button', { name: 'Run', exact: true }))
await page.waitForTimeout(600)
await shot('form')
console.log({ clicks, ms: Date.now() - t0 })
await b.close()
