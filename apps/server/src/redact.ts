/** Hides known secrets in text that leaves the process or goes into the log (SECURITY S20). */
export type Redact = (text: string) => string

/** A redactor that learns of secrets while it is in use. */
export function createLiveRedactor(secrets: readonly (string | null)[]) {
  let known = secrets
  /** Tokens that came and go; the newest are enough. */
  let passing: string[] = []
  let current = createRedactor(secrets)
  const redact: Redact = (text) => current(text)
  return {
    redact,
    /** For text that comes in pieces: what may be the beginning of a secret waits for what follows. */
    stream(emit: (text: string) => void) {
      let held = ''
      return {
        push(piece: string): void {
          const text = current(held + piece)
          const from = text.length - current.begun(text)
          held = text.slice(from)
          if (from > 0) emit(text.slice(0, from))
        },
        /** Nothing follows, so it was none. */
        end(): void {
          if (held !== '') emit(held)
          held = ''
        },
      }
    },
    /** From now on these and no others. */
    know(all: readonly (string | null)[]): void {
      known = all
      current = createRedactor([...known, ...passing])
    },
    /** This one, too. */
    learn(secret: string): void {
      if (passing.includes(secret)) return
      passing = [...passing, secret].slice(-100)
      current = createRedactor([...known, ...passing])
    },
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const inHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char)

/** Shorter ones would hide ordinary words. */
const minLength = 8

export interface Redactor extends Redact {
  /** How many of the last characters may be the beginning of a secret. */
  begun(text: string): number
}

export function createRedactor(secrets: readonly (string | null)[]): Redactor {
  const forms = new Set<string>()
  for (const secret of secrets) {
    if (secret === null || secret.length < minLength) continue
    const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '')
    const base64url = Buffer.from(secret).toString('base64url')
    const encoded = encodeURIComponent(secret)
    const inForm = new URLSearchParams([['', secret]]).toString().slice(1)
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), inHtml(secret), base64, base64url]) forms.add(form)
    for (const form of [encoded, inForm]) forms.add(form).add(form.replace(/%../g, (code) => code.toLowerCase()))
  }
  // The longest first, so that a form inside another does not leave the rest of it readable.
  const ordered = [...forms].sort((a, b) => b.length - a.length)
  const longest = ordered[0]?.length ?? 0
  const hide: Redact = (text) =>
    ordered.reduce((rest, form) => (rest.includes(form) ? rest.replaceAll(form, '[hidden]') : rest), text)
  return Object.assign(hide, {
    begun(text: string): number {
      for (let at = Math.max(0, text.length - longest + 1); at < text.length; at++) {
        const end = text.slice(at)
        if (ordered.some((form) => form.startsWith(end))) return end.length
      }
      return 0
    },
  })
}
