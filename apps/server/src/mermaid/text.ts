/** Characters that mean something to Mermaid, inside quotes too; everything else may stand as it is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be written otherwise
const special = /["#<>&`\\|\u0000-\u001f\u007f-\u009f\u2028\u2029]/g
const names: Readonly<Record<string, string>> = { quot: '"', lt: '<', gt: '>', amp: '&', apos: "'", nbsp: '\u00a0' }

export const escapeText = (text: string): string => text.replace(special, (char) => `#${char.charCodeAt(0)};`)

/** Entities of Mermaid and of HTML, and line breaks, as the characters they stand for. */
export const unescapeText = (text: string): string =>
  text
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/[#&](?:#?(\d{1,7})|([a-z]{2,6}));/g, (all, code: string | undefined, name: string | undefined) => {
      if (name !== undefined) return names[name] ?? all
      const point = Number(code)
      return point <= 0x10ffff ? String.fromCodePoint(point) : all
    })
