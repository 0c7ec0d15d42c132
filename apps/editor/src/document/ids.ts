const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A short id that is not in `taken`, readable in logs: `council_k3x9`. */
export function freshId(stem: string, taken: ReadonlySet<string>): string {
  const base = stem.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 40) || 'n'
  for (;;) {
    const tail = Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => letters[byte % letters.length]).join(
      '',
    )
    const id = `${base}_${tail}`
    if (!taken.has(id)) return id
  }
}
