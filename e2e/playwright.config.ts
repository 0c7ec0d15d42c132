import { defineConfig } from '@playwright/test'

const asRoot = process.getuid?.() === 0

/** Tests start their own server (a fixture), so nothing is started here. */
export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  // A file is the unit: it has a server of its own.
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter: process.env.CI ? [['list']] : [['list'], ['html', { open: 'never' }]],
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 800 },
    // Recording costs a third of the time. To look into a failure: playwright test --trace retain-on-failure <file>
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROME_PATH || undefined,
      args: [
        ...(asRoot ? ['--no-sandbox'] : []),
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
      ],
    },
  },
})
