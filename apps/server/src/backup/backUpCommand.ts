/** `pnpm backup <file>` */
import { resolve } from 'node:path'
import { readConfig } from '../config.ts'
import { backUp } from './backUp.ts'
import { command, note } from './command.ts'

await command('pnpm backup <file>, e.g. pnpm backup ../quorum-monday.sqlite', async (file) => {
  const { dataFolder } = readConfig(process.env).config
  const { bytes } = await backUp(dataFolder, resolve(file))
  note(dataFolder, 'backup', file)
  return `Copied ${(bytes / 1e6).toFixed(1)} MB to ${resolve(file)} and checked it. Keep secret.key as well, in another place.`
})
