/**
 * " (line 3, column 7)" of what makes a text no JSON, or nothing if it cannot be told.
 * Engines name the place in some of their messages only; for the others it is where a beginning stops being one.
 */
export function jsonPlace(text: string): string {
  const message = problemOf(text)
  if (message === null) return ''
  const named = /line (\d+) column (\d+)/.exec(message)
  if (named) return ` (line ${named[1]}, column ${named[2]})`
  const position = positionIn(message) ?? brokenAt(text)
  const before = text.slice(0, position).split('\n')
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`
}

function problemOf(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

function positionIn(message: string): number | null {
  const position = /position (\d+)/.exec(message)?.[1]
  return position === undefined ? null : Number(position)
}

/** The first character after which no ending could make it JSON: what comes before is only cut short. */
function brokenAt(text: string): number {
  let good = 0
  let bad = text.length
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (isCutShort(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

function isCutShort(beginning: string): boolean {
  const message = problemOf(beginning)
  return message === null || /end of (JSON|data|input)/i.test(message) || positionIn(message) === beginning.length
}
