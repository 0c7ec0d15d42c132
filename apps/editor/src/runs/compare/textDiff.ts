export interface Part {
  readonly text: string
  /** Only in the first text, only in the second, or in both. */
  readonly in: 'a' | 'b' | 'both'
}

/** Beyond that many words the texts are shown as they are: the table below grows with the product of both. */
const mostWords = 1_500

/** Two texts word by word: the longest common subsequence, as `diff` does with lines. Null if they are too long. */
export function textDiff(a: string, b: string): readonly Part[] | null {
  if (a === b) return [{ text: a, in: 'both' }]
  const [left, right] = [wordsOf(a), wordsOf(b)]
  if (left.length > mostWords || right.length > mostWords) return null
  const width = right.length + 1
  /** Length of what is common from word i and j on. */
  const common = new Uint16Array((left.length + 1) * width)
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      common[i * width + j] =
        left[i] === right[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0)
  const parts: { text: string; in: Part['in'] }[] = []
  const add = (text: string, where: Part['in']): void => {
    const last = parts.at(-1)
    if (last?.in === where) last.text += text
    else parts.push({ text, in: where })
  }
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      add(left[i] ?? '', 'both')
      i++
      j++
    } else if (
      j >= right.length ||
      (i < left.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    )
      add(left[i++] ?? '', 'a')
    else add(right[j++] ?? '', 'b')
  }
  return parts
}

const wordsOf = (text: string): readonly string[] => text.match(/\s+|[^\s]+/g) ?? []
