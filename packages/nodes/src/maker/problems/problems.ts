import { addition, multiplication } from './arithmetic.ts'
import { documentCheck } from './document.ts'
import { hanoi } from './hanoi.ts'
import type { Problem } from './problem.ts'

/** The built-in problems by id. */
const problems: Readonly<Record<string, Problem>> = {
  hanoi,
  addition,
  multiplication,
  document: documentCheck,
}
export const problemOf = (id: string): Problem | undefined => (Object.hasOwn(problems, id) ? problems[id] : undefined)
