/** Numbers for Prometheus, in its text format (prometheus.io/docs/instrumenting/exposition_formats, version 0.0.4). */
export type Labels = Readonly<Record<string, string>>
export type Metrics = ReturnType<typeof createMetrics>

interface Family {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly lines: Map<string, number>
  /** Of a histogram in place of lines, by its labels: they are written out only when somebody asks. */
  readonly spreads: Map<string, Spread>
}
/** How many values were at most so large, per bound and in all, and their sum. */
interface Spread {
  readonly labels: Labels
  readonly within: number[]
  count: number
  sum: number
}

/** Labels come from fixed lists and routes; should one not, memory stays bounded all the same. */
const mostLines = 2_000
const seconds = [0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120]

export function createMetrics() {
  const families = new Map<string, Family>()
  const family = (name: string, type: Family['type'], help: string): Family => {
    const known = families.get(name)
    if (known) return known
    const made: Family = { type, help, lines: new Map(), spreads: new Map() }
    families.set(name, made)
    return made
  }
  const add = ({ lines }: Family, line: string, by: number): void => {
    if (!lines.has(line) && lines.size >= mostLines) return
    lines.set(line, (lines.get(line) ?? 0) + by)
  }
  return {
    count(name: string, help: string, labels: Labels = {}, by = 1): void {
      add(family(name, 'counter', help), name + written(labels), by)
    },
    gauge(name: string, help: string, value: number, labels: Labels = {}): void {
      const { lines } = family(name, 'gauge', help)
      lines.set(name + written(labels), value)
    },
    /** Something that took so many seconds. */
    took(name: string, help: string, value: number, labels: Labels = {}): void {
      const { spreads } = family(name, 'histogram', help)
      const key = written(labels)
      let spread = spreads.get(key)
      if (spread === undefined) {
        if (spreads.size >= mostLines / seconds.length) return
        spread = { labels, within: seconds.map(() => 0), count: 0, sum: 0 }
        spreads.set(key, spread)
      }
      seconds.forEach((bound, index) => {
        if (value <= bound) spread.within[index] = (spread.within[index] as number) + 1
      })
      spread.count++
      spread.sum += value
    },
    text(): string {
      const parts: string[] = []
      for (const [name, { type, help, lines, spreads }] of families) {
        parts.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`)
        for (const [line, value] of lines) parts.push(`${line} ${value}`)
        for (const spread of spreads.values()) parts.push(...linesOf(name, spread))
      }
      return `${parts.join('\n')}\n`
    },
  }
}

function linesOf(name: string, { labels, within, count, sum }: Spread): string[] {
  const bucket = (le: string, value: number): string => `${name}_bucket${written({ ...labels, le })} ${value}`
  return [
    ...seconds.map((bound, index) => bucket(String(bound), within[index] as number)),
    bucket('+Inf', count),
    `${name}_sum${written(labels)} ${sum}`,
    `${name}_count${written(labels)} ${count}`,
  ]
}

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const escaped = (value: string): string => value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
