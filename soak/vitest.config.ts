import { defineConfig } from 'vitest/config'

/** The property tests, each for as long as `pnpm soak` gives it. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    pool: 'forks',
    maxWorkers: 2,
    include: ['packages/engine/src/run/{nested,properties}.test.ts'],
    setupFiles: ['soak/setup.ts'],
    testTimeout: 3_600_000,
  },
})
