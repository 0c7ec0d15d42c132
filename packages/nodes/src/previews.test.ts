import { expect, test } from 'vitest'
import { definitions } from './definitions.ts'
import { foldingKit } from './previews.ts'
import { kit } from './runners.ts'

test('folding a log shows the same previews as the run itself did', () => {
  for (const { kind } of definitions) {
    expect(foldingKit.behaviour(kind)?.preview, kind).toBe(kit.behaviour(kind)?.preview)
  }
})
