/** How a kind is drawn, and which kind a shape stands for where the text names none. */
export interface Shape {
  readonly name: string
  readonly open: string
  readonly close: string
}

const shape = (name: string, open: string, close: string): Shape => ({ name, open, close })

/** Longer openers first: `([` before `(`. */
export const shapes: readonly Shape[] = [
  shape('double', '(((', ')))'),
  shape('circle', '((', '))'),
  shape('stadium', '([', '])'),
  shape('subroutine', '[[', ']]'),
  shape('cylinder', '[(', ')]'),
  shape('parallelogram', '[/', '/]'),
  shape('trapezoid', '[/', '\\]'),
  shape('parallelogram', '[\\', '\\]'),
  shape('trapezoid', '[\\', '/]'),
  shape('hexagon', '{{', '}}'),
  shape('rhombus', '{', '}'),
  shape('flag', '>', ']'),
  shape('round', '(', ')'),
  shape('rect', '[', ']'),
]

const shapeOfKind: Readonly<Record<string, string>> = {
  input: 'stadium',
  output: 'stadium',
  branch: 'rhombus',
  gate: 'rhombus',
  fork: 'hexagon',
  join: 'hexagon',
  vote: 'circle',
  council: 'subroutine',
  call: 'subroutine',
  template: 'parallelogram',
  memory: 'cylinder',
  approval: 'flag',
  wait: 'round',
}
export const shapeOf = (kind: string): Shape => {
  const name = Object.hasOwn(shapeOfKind, kind) ? shapeOfKind[kind] : 'rect'
  return shapes.find((one) => one.name === name) ?? shape('rect', '[', ']')
}

/** `ins` and `outs` decide where a shape may mean two kinds. */
export function kindOfShape(name: string, ins: number, outs: number): string {
  switch (name) {
    case 'stadium':
    case 'double':
      return ins === 0 ? 'input' : outs === 0 ? 'output' : 'agent'
    case 'rhombus':
      return 'branch'
    case 'hexagon':
      return ins > 1 ? 'join' : 'fork'
    case 'circle':
      return ins > 1 ? 'vote' : ins === 0 ? 'input' : outs === 0 ? 'output' : 'agent'
    case 'parallelogram':
      return ins === 0 ? 'input' : outs === 0 ? 'output' : 'template'
    case 'flag':
      return 'approval'
    default:
      return 'agent'
  }
}
