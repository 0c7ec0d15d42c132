import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type RunEvent, RunHistory, type RunRecord } from '@quorum/engine'
import { foldingKit } from '@quorum/nodes/previews'

/** A run as it was recorded by `e2e/recordRuns.mjs`: the answer of `GET /api/runs/:id/history`. */
export function recorded(name: string): { readonly record: RunRecord; readonly history: RunHistory } {
  const packed = readFileSync(join(import.meta.dirname, `logs/${name}.ndjson.gz`))
  const [first = '', ...lines] = gunzipSync(packed).toString().trim().split('\n')
  const record = JSON.parse(first) as RunRecord
  const history = new RunHistory(record, foldingKit)
  for (const line of lines) history.add(JSON.parse(line) as RunEvent)
  return { record, history }
}
