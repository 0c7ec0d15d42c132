import { chromium } from '@playwright/test'

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--no-first-run',
  ],
})
const ctx = await browser.newContext({
  viewport: { width: 1440, height: 900 },
  colorScheme: process.env.DARK ? 'dark' : 'light',
})
const page = await ctx.newPage()
page.on(
  'console',
  (m) => ['error', 'warning'].includes(m.type()) && console.log('console', m.type(), m.text().slice(0, 300)),
)
page.on('pageerror', (e) => console.log('pageerror', e.message))
const base = process.env.BASE ?? 'http://127.0.0.1:4900'
await page.goto(base + '/')
await page.waitForLoadState('networkidle').catch(() => {})
await page.screenshot({ path: '/tmp/shots/home.png', fullPage: true })
const t0 = Date.now()
await page.getByRole('button', { name: /^run/i }).first().click()
await page.waitForURL(/flows/)
console.log('url', page.url(), Date.now() - t0)
await page.waitForTimeout(2500)
await page.screenshot({ path: '/tmp/shots/live.png' })
await page.waitForTimeout(14000)
await page.screenshot({ path: '/tmp/shots/done.png' })
await browser.close()
