import { expect, test } from 'vitest'
import { nodeRunsUs } from './tools.mjs'

test.each(['v22.19.0', 'v24.0.0', 'v26.10.0', 'v27.1.0'])('Node %s runs us', (version) => {
  expect(nodeRunsUs(version)).toBe(true)
})

test.each(['v20.20.2', 'v22.18.0', 'v23.9.0', 'v25.1.0', ''])('Node “%s” does not', (version) => {
  expect(nodeRunsUs(version)).toBe(false)
})
