import { ConfigError } from '../config.ts'
import { openDatabase, StartError } from '../db/open.ts'
import { createAudit } from '../store/audit.ts'

/** What the commands for copies have in common: one argument, one line that says what was done or why not. */
export async function command(usage: string, work: (file: string) => string | Promise<string>): Promise<void> {
  const [file] = process.argv.slice(2)
  if (file === undefined) {
    console.error(`usage: ${usage}`)
    process.exit(2)
  }
  try {
    console.log(await work(file))
  } catch (error) {
    if (!(error instanceof StartError || error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

/** Into the audit log (SECURITY S26); a database older than the log has none. */
export function note(dataFolder: string, action: string, target: string): void {
  const database = openDatabase(dataFolder)
  try {
    const audit = createAudit(database)
    audit.add({ who: 'operator', address: '', action, target, outcome: 'ok' })
    audit.flush()
  } catch (error) {
    if (!/no such table/.test(String(error))) throw error
  } finally {
    database.close()
  }
}
