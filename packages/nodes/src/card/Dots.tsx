const letters: Record<string, { word: string; status: string; filled: boolean }> = {
  q: { word: 'queued', status: 'queued', filled: false },
  r: { word: 'running', status: 'running', filled: false },
  c: { word: 'done', status: 'completed', filled: true },
  f: { word: 'failed', status: 'failed', filled: true },
  s: { word: 'skipped', status: 'skipped', filled: false },
  x: { word: 'stopped', status: 'cancelled', filled: false },
}

/** One mark per item from the letters of a container's `detail.items`; failed ones are squares, so colour is not alone. */
export function Dots({ items, size = 8 }: { items: string; size?: 6 | 8 }) {
  return (
    <span aria-hidden className={`flex shrink-0 gap-[3px] ${items.length > 8 ? 'flex-wrap' : ''}`}>
      {[...items].map((letter, index) => {
        const look = letters[letter] ?? { word: '', status: 'queued', filled: false }
        const shape = letter === 'f' ? 'rounded-[1px]' : 'rounded-full'
        return (
          <span
            key={index}
            data-status={look.status}
            className={`bar-part block border-st ${shape} ${size === 6 ? 'size-1.5 border' : 'size-2 border-[1.5px]'} ${look.filled ? 'bg-st' : ''}`}
          />
        )
      })}
    </span>
  )
}

/** "2 done, 1 failed": the same in words. */
export function itemWords(items: string): string {
  const counts = new Map<string, number>()
  for (const letter of items) {
    const word = letters[letter]?.word
    if (word) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts].map(([word, n]) => `${n} ${word}`).join(', ')
}
