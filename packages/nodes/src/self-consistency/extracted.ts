import { normalized } from '../pattern/judging.ts'

/** `answer`: what follows the last “Answer:”, else all. `lastLine`: the last line. `whole`: all of it. */
export type Extract = 'answer' | 'lastLine' | 'whole'

/** What counts of a text; null if nothing is left. */
export function extracted(text: string, how: Extract): string | null {
  const lines = text.trim().split('\n')
  const found =
    how === 'whole'
      ? text
      : how === 'lastLine'
        ? lines.at(-1)
        : ([...text.matchAll(/\banswer\s*(?:is)?\s*:\s*(.+)/gi)].at(-1)?.[1] ?? text)
  const plain = (found ?? '').replace(/[*_`]+/g, '').trim()
  return normalized(plain) === '' ? null : plain
}
