/** RFC 9110: a token. */
export const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** What would end a header and begin another, in words; null if there is nothing of it (SECURITY §3.3). */
export function forbiddenIn(text: string): string | null {
  if (/[\r\n]/.test(text)) return 'a line break'
  if (text.includes('\0')) return 'a NUL character'
  return null
}
