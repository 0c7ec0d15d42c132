import type { Range } from '@quorum/engine'
import { count, duration } from '../runs/figures.ts'
import { money } from './priceWords.ts'

interface Costs {
  readonly calls: Range
  readonly tokens: Range
  readonly usd: Range | null
  readonly ms: Range
}

const sides = ['min', 'expected', 'max'] as const

/** Calls, tokens, money and time: at least, about, at most. */
export function RangeTable({ caption, costs }: { caption: string; costs: Costs }) {
  const { calls, tokens, usd, ms } = costs
  const rows: readonly (readonly [string, Range, (n: number) => string])[] = [
    ['Calls', calls, (n) => count(n < 10 ? Math.round(n * 10) / 10 : Math.round(n))],
    ['Tokens', tokens, (n) => count(Math.round(n))],
    ...(usd ? [['Money', usd, (n: number) => (usd.max === 0 ? 'free' : money(n))] as const] : []),
    ['Time', ms, duration],
  ]
  return (
    <table className="figures w-full text-row">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="text-left text-meta text-muted">
          <td />
          <th className="py-0.5 text-right font-normal">at least</th>
          <th className="py-0.5 text-right font-normal">about</th>
          <th className="py-0.5 text-right font-normal">at most</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, range, words]) => (
          <tr key={name}>
            <th scope="row" className="py-0.5 text-left font-normal text-muted">
              {name}
            </th>
            {sides.map((side) => (
              <td key={side} className={`py-0.5 text-right ${side === 'expected' ? 'font-medium' : 'text-muted'}`}>
                {words(range[side])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
