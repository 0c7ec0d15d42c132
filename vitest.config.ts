import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Every test of the server starts a thread for runs of its own, which would compile the same modules again.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'quorum-compile-cache')

const everywhere = '{apps,packages}/*/src/**'

/** Two kinds of test: plain ones in Node, and those of the editor and of cards in a pretended browser. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 10_000,
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: [`${everywhere}/*.test.ts`, 'scripts/*.test.mjs'],
          exclude: ['**/node_modules/**', 'apps/editor/**'],
        },
      },
      {
        extends: true,
        resolve: { conditions: ['browser', 'module', 'development'] },
        ssr: { resolve: { conditions: ['browser', 'module', 'development'] } },
        test: {
          name: 'browser',
          environment: 'happy-dom',
          include: [`apps/editor/src/**/*.test.ts?(x)`, `${everywhere}/*.test.tsx`],
        },
      },
    ],
  },
})
