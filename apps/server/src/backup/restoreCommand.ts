/** `pnpm restore <file>` */
import { resolve } from 'node:path'
import { prepareFolder, readConfig } from '../config.ts'
import { command, note } from './command.ts'
import { restore } from './restore.ts'

await command('pnpm restore <file>, e.g. pnpm restore ../quorum-monday.sqlite', (file) => {
  const { dataFolder } = readConfig(process.env).config
  prepareFolder(dataFolder)
  const { replaced } = restore(dataFolder, resolve(file))
  note(dataFolder, 'restore', file)
  const before = replaced === null ? '' : ` What was there before is in ${replaced}.`
  return `${resolve(file)} is the database now.${before} Start Quorum again.`
})
