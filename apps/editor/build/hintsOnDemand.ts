import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const kindsFolder = fileURLToPath(new URL('../../../packages/nodes/src/', import.meta.url))
const hintsFile = fileURLToPath(new URL('../src/inspector/hints.ts', import.meta.url))
const storeFile = fileURLToPath(new URL('../src/inspector/hintStore.ts', import.meta.url))

interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}
type Parse = (code: string, options: { lang: 'ts' }) => unknown

/**
 * What `.meta({ … })` says of a setting (its title, its description, the words of its choices) is a seventh of the
 * definitions, and only the inspector reads it; other names of kinds (`aliases`) are for those who search. In the build each
 * literal in there moves to a module that comes with the inspector and with a search; an empty object or list stands in for
 * it and is filled then. Zod and definitions keep them as they are given.
 */
export function hintsOnDemand(): Plugin {
  return {
    name: 'hints-on-demand',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      if (id !== hintsFile) return undefined
      const parse: Parse = (code, options) => this.parse(code, options)
      const all = kindFiles().flatMap((file) => split(readFileSync(file, 'utf8'), nameOf(file), parse).hints)
      return `import { fill } from ${JSON.stringify(storeFile)}\nfill({${all.join(',\n')}})`
    },
    transform(code, id) {
      if (!id.startsWith(kindsFolder) || !id.endsWith('.ts')) return undefined
      return split(code, nameOf(id), (text, options) => this.parse(text, options)).code ?? undefined
    },
  }
}

const kindFiles = (): string[] =>
  readdirSync(kindsFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^[^.]+\.ts$/.test(path.split(sep).at(-1) ?? ''))
    .map((path) => join(kindsFolder, path))
const nameOf = (file: string): string => relative(kindsFolder, file).split(sep).join('/')

function split(code: string, name: string, parse: Parse): { code: string | null; hints: string[] } {
  if (!code.includes('.meta({') && !code.includes('aliases: [')) return { code: null, hints: [] }
  const hints: string[] = []
  let text = code
  const source = (node: SyntaxNode): string => code.slice(node.start, node.end)
  // From the end, so that the places of the others stay right.
  for (const found of hintsIn(parse(code, { lang: 'ts' })).toSorted((a, b) => b.start - a.start)) {
    const { start, end } = found
    const key = JSON.stringify(`${name} ${hints.length}`)
    if (found.type === 'ArrayExpression') {
      if (!isClosed(found)) continue
      hints.push(`${key}: ${source(found)}`)
      text = `${text.slice(0, start)}hintFor(${key}, [])${text.slice(end)}`
      continue
    }
    const properties = found.properties as readonly SyntaxNode[]
    const closed = properties.filter(
      (property) => property.type === 'Property' && isClosed(property.value as SyntaxNode),
    )
    if (closed.length === 0) continue
    const open = properties.filter((property) => !closed.includes(property))
    hints.push(`${key}: { ${closed.map(source).join(', ')} }`)
    text = `${text.slice(0, start)}hintFor(${key}, { ${open.map(source).join(', ')} })${text.slice(end)}`
  }
  const importing = `import { hintFor } from ${JSON.stringify(storeFile)}\n`
  return { code: hints.length === 0 ? null : importing + text, hints }
}

/** The objects given to `.meta()`, and the lists of `aliases`. */
function hintsIn(program: unknown): SyntaxNode[] {
  const found: SyntaxNode[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one)
      return
    }
    if (typeof value !== 'object' || value === null) return
    const node = value as SyntaxNode
    const callee = node.callee as SyntaxNode | undefined
    const [given] = (node.arguments as SyntaxNode[] | undefined) ?? []
    if (node.type === 'CallExpression' && callee?.type === 'MemberExpression' && given?.type === 'ObjectExpression') {
      const { name } = callee.property as { name?: string }
      if (name === 'meta') found.push(given)
    }
    if (node.type === 'Property' && (node.key as { name?: string }).name === 'aliases') {
      const list = node.value as SyntaxNode
      if (list.type === 'ArrayExpression') found.push(list)
    }
    for (const inner of Object.values(node)) visit(inner)
  }
  visit(program)
  return found
}

/** A value that names nothing from around it. */
function isClosed(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'Literal':
      return true
    case 'TemplateLiteral':
      return (node.expressions as unknown[]).length === 0
    case 'ArrayExpression':
      return (node.elements as (SyntaxNode | null)[]).every((element) => element !== null && isClosed(element))
    case 'ObjectExpression':
      return (node.properties as SyntaxNode[]).every(
        (property) => property.type === 'Property' && !property.computed && isClosed(property.value as SyntaxNode),
      )
    default:
      return false
  }
}
