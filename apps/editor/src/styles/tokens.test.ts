import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

type Colour = readonly [lightness: number, chroma: number, hue: number]

function theme(selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(`${selector} {`)
  const block = css.slice(start, css.indexOf('}', start))
  return new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]))
}

/** Relative luminance of WCAG 2, by way of the matrices of Björn Ottosson's Oklab; what no screen can show is clipped. */
function luminance([lightness, chroma, hue]: Colour): number {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)]
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const [red, green, blue] = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((part) => Math.min(1, Math.max(0, part)))
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function contrast(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['canvas', 'surface', 'surface-2']
const states = ['queued', 'running', 'waiting', 'done', 'failed', 'retry', 'skipped'].map((name) => `st-${name}`)
const categories = ['flow', 'agent', 'decide', 'scale', 'tool', 'human', 'io'].map((name) => `cat-${name}`)

test('the measure is that of WCAG: black on white is 21', () => {
  expect(contrast([0, 0, 0], [1, 0, 0])).toBeCloseTo(21)
})

describe.each([
  ['light', ':root'],
  ['dark', '[data-theme="dark"]'],
])('colours of the %s theme', (_name, selector) => {
  const tokens = theme(selector)
  const number = (name: string): number => Number(tokens.get(name))
  const colour = (name: string): Colour => {
    const [, l, c, h] = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(tokens.get(name) ?? '') ?? []
    // White is written without a hue of its own.
    return [Number(l), Number(c), Number(h ?? 0)]
  }
  const tint = (name: string, of: 'pill' | 'tile'): Colour => {
    const [, c, h] = colour(name)
    return [number(`${of}-l`), Math.min(c, number(`${of}-c`)), h]
  }
  const short = (least: number, pairs: readonly (readonly [string, Colour, Colour])[]): string[] =>
    pairs.flatMap(([what, front, back]) => {
      const ratio = contrast(front, back)
      return ratio >= least ? [] : [`${what}: ${ratio.toFixed(2)}`]
    })
  const on = (fronts: readonly string[], backs: readonly string[]) =>
    fronts.flatMap((front) => backs.map((back) => [`${front} on ${back}`, colour(front), colour(back)] as const))

  test('text is read at 4.5 : 1 at least', () => {
    expect(
      short(4.5, [
        ...on(['text', 'muted', 'accent', 'st-failed', 'st-done', 'st-waiting'], grounds),
        ...on(['on-accent'], ['accent']),
        ...states.map((state) => [`${state} on its pill`, colour(state), tint(state, 'pill')] as const),
      ]),
    ).toEqual([])
  })

  test('icons, borders, ports, rings and connections are seen at 3 : 1 at least', () => {
    expect(
      short(3, [
        ...on(['border-strong', 'edge', 'accent', ...states], grounds),
        // A connection over a note.
        ...states.map((state) => [`edge on the tint of ${state}`, colour('edge'), tint(state, 'pill')] as const),
        ...categories.map((category) => [`${category} on its tile`, colour(category), tint(category, 'tile')] as const),
      ]),
    ).toEqual([])
  })
})
