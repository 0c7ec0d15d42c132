import { isUtf8 } from 'node:buffer'

/** What models take, by its media type. Everything else they could not read. */
const signs: readonly (readonly [type: string, sign: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
  ['application/pdf', /^%PDF-/],
]
const texts: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  md: 'text/markdown',
  txt: 'text/plain',
}

/** By the bytes themselves and not by what somebody says they are. @returns null for what is none of them. */
export function fileType(name: string, bytes: Buffer): string | null {
  const head = bytes.subarray(0, 16).toString('latin1')
  const known = signs.find(([, sign]) => sign.test(head))
  if (known) return known[0]
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  if (bytes.includes(0) || !isUtf8(bytes)) return null
  return texts[ending] ?? 'text/plain'
}

export const isText = (type: string): boolean => type.startsWith('text/') || type === 'application/json'
