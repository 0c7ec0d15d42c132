import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killAndRun } from './killing.ts'

/** `pnpm soak` asks for more. */
const kills = Number(process.env.QUORUM_KILLS ?? 20)

test(
  `a server killed at ${kills} random moments loses nothing it acknowledged, and asks again only for what was in flight`,
  async () => {
    const data = mkdtempSync(join(tmpdir(), 'quorum-kills-'))
    try {
      const figures = await killAndRun({ data, kills, seed: Number(process.env.QUORUM_SEED ?? 1) })
      if (process.env.QUORUM_KILLS) console.log(JSON.stringify(figures))
      expect(figures).toMatchObject({
        kills,
        lostSaves: [],
        lostRuns: [],
        lostApprovals: [],
        askedThoughRecorded: [],
        askedTwiceByOneServer: [],
        recordedTwice: [],
        notEnded: [],
      })
      expect(figures.repeats).toBeLessThanOrEqual(figures.inFlightAtKills)
      expect(figures.recorded).toBeGreaterThan(kills)
    } finally {
      rmSync(data, { recursive: true, force: true })
    }
  },
  kills * 30_000,
)
