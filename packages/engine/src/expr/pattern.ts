import { RE2JS } from 're2js'
import { StepFailure } from '../failure.ts'

/** Linear time is not little time: these keep the worst case near 0.1 s (SECURITY §3.3). */
const patternLimits = { chars: 500, program: 500, text: 16 * 1024 } as const

type Compiled = { readonly pattern: RE2JS } | { readonly problem: string }

const kept = new Map<string, Compiled>()

function compile(source: string): Compiled {
  const known = kept.get(source)
  if (known) return known
  if (kept.size >= 500) kept.clear()
  const compiled = compileAnew(source)
  kept.set(source, compiled)
  return compiled
}

function compileAnew(source: string): Compiled {
  if (source.length > patternLimits.chars) {
    return { problem: `The pattern has ${source.length} characters; at most ${patternLimits.chars} are allowed.` }
  }
  try {
    const pattern = RE2JS.compile(source)
    if (pattern.programSize() > patternLimits.program) {
      return { problem: 'The pattern is too big. Use smaller repeat counts.' }
    }
    return { pattern }
  } catch (error) {
    return { problem: `The pattern cannot be read: ${error instanceof Error ? error.message : 'unknown error'}.` }
  }
}

export function patternProblem(source: string): string | null {
  const compiled = compile(source)
  return 'problem' in compiled ? compiled.problem : null
}

/** Does the pattern occur anywhere in the text? @throws StepFailure `condition-error` beyond the limits. */
export function patternMatches(source: string, text: string): boolean {
  const compiled = compile(source)
  if ('problem' in compiled) throw new StepFailure('condition-error', compiled.problem)
  if (text.length > patternLimits.text) {
    throw new StepFailure(
      'condition-error',
      `“matches” looks at texts of up to ${patternLimits.text} characters; this one has ${text.length}. Shorten it first.`,
    )
  }
  return compiled.pattern.matcher(text).find()
}
