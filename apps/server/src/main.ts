import { ConfigError, prepareFolder, readConfig } from './config.ts'
import { StartError } from './db/open.ts'
import { openServer } from './server.ts'

/** SIGTERM must be over within this (API.md §3). */
const drainMs = 9_000

async function main(): Promise<void> {
  const { config, warnings } = readConfig(process.env)
  for (const warning of warnings) console.warn(warning)
  prepareFolder(config.dataFolder)
  const quorum = await openServer(config)
  const server = await quorum.listen().catch(async (error: unknown) => {
    await quorum.close()
    throw error
  })
  if (!quorum.editor.built)
    console.warn(
      'The editor is not built: the API works, the page does not. Run "npm start" in the project folder, or "pnpm build".',
    )
  if (!config.loopback && config.publicUrl === null) {
    console.warn('Set QUORUM_PUBLIC_URL to the address people use: requests under other names are refused.')
  }
  console.log(`Quorum is ready at ${quorum.url()}`)

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), drainMs).unref()
    quorum.refuseRuns()
    server.close()
    await quorum.close()
    server.closeAllConnections()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
}

main().catch((error: unknown) => {
  // What the operator can mend is one line; anything else is a fault of ours and shows where.
  const expected = error instanceof ConfigError || error instanceof StartError
  console.error(expected ? `Quorum cannot start: ${error.message}` : error)
  process.exit(1)
})
