/** Numbers for Prometheus, in its text format (prometheus.io/docs/instrumenting/exposition_formats, version 0.0.4). */
export type Labels = Readonly<Record<string, string>>
export type Metrics = ReturnType<typeof createMetrics>

interface Family {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly lines: Map<string, number>
}

/** Labels come from fixed lists and routes; should one not, memory stays bounded all the same. */
const mostLines = 2_000
const seconds = [0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120]

export function createMetrics() {
  const families = new Map<string, Family>()
  const family = (name: string, type: Family['type'], help: string): Family => {
    const known = families.get(name)
    if (known) return known
    const made: Family = { type, help, lines: new Map() }
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
      const to = family(name, 'histogram', help)
      for (const bound of seconds)
        add(to, `${name}_bucket${written({ ...labels, le: String(bound) })}`, value <= bound ? 1 : 0)
      add(to, `${name}_bucket${written({ ...labels, le: '+Inf' })}`, 1)
      add(to, `${name}_sum${written(labels)}`, value)
      add(to, `${name}_count${written(labels)}`, 1)
    },
    text(): string {
      const parts: string[] = []
      for (const [name, { type, help, lines }] of families) {
        parts.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`)
        for (const [line, value] of lines) parts.push(`${line} ${value}`)
      }
      return `${parts.join('\n')}\n`
    },
  }
}

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const escaped = (value: string): string => value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
