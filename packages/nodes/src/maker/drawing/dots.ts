/** Worst last: what a cell shows of all the steps in it. Waiting, voting, decided at once, contested, wrong, not decided. */
const order = '.vcrwf'
export type Mark = '.' | 'v' | 'c' | 'r' | 'w' | 'f'

export interface Field {
  readonly cell: number
  readonly columns: number
  readonly rows: number
  /** Steps a cell stands for. */
  readonly per: number
  /** One mark per cell, those not reached yet included. */
  readonly marks: string
}

const HEIGHT = 160
const SMALLEST = 3
const LARGEST = 14

/**
 * Lays the marks of a run out in a field of so many pixels: as large as they fit, and several to a cell where they do not.
 * @param dots one letter for each `per` steps that have been reached
 */
export function fieldOf(dots: string, per: number, steps: number, width: number): Field {
  const total = Math.max(1, Math.ceil(steps / per))
  const room = Math.max(1, Math.floor(width / SMALLEST) * Math.floor(HEIGHT / SMALLEST))
  const together = Math.ceil(total / room)
  const cells = Math.ceil(total / together)
  let cell = Math.min(LARGEST, Math.max(SMALLEST, Math.floor(Math.sqrt((width * HEIGHT) / cells))))
  while (cell > SMALLEST && Math.ceil(cells / Math.max(1, Math.floor(width / cell))) * cell > HEIGHT) cell--
  const columns = Math.max(1, Math.min(cells, Math.floor(width / cell)))
  return {
    cell,
    columns,
    rows: Math.ceil(cells / columns),
    per: per * together,
    marks: together === 1 ? dots.slice(0, cells).padEnd(cells, '.') : gathered(dots, together, cells),
  }
}

function gathered(dots: string, together: number, cells: number): string {
  let marks = ''
  for (let cell = 0; cell < cells; cell++) {
    let worst = 0
    for (let at = cell * together; at < (cell + 1) * together; at++)
      worst = Math.max(worst, order.indexOf(dots[at] ?? '.'))
    marks += order[worst]
  }
  return marks
}

/** The field with the cell marked in which the next step is being voted on; what is worse shows. */
export function votingIn(field: Field, step: number): Field {
  const at = Math.floor(step / field.per)
  const mark = field.marks[at]
  if (mark === undefined || mark === 'w' || mark === 'f') return field
  return { ...field, marks: `${field.marks.slice(0, at)}v${field.marks.slice(at + 1)}` }
}

/** The cell at a point of the field, or null beside it. */
export function cellAt({ cell, columns, marks }: Field, x: number, y: number): number | null {
  const column = Math.floor(x / cell)
  const at = Math.floor(y / cell) * columns + column
  return x < 0 || y < 0 || column >= columns || at >= marks.length ? null : at
}

/** First and last step (from 1) of a cell. */
export const stepsOf = ({ per }: Pick<Field, 'per'>, at: number, steps: number): readonly [number, number] => [
  at * per + 1,
  Math.min(steps, (at + 1) * per),
]

/** Runs of neighbouring cells whose mark is one of `which`, as steps: what the field says, in words. */
export function stretches(
  field: Pick<Field, 'per' | 'marks'>,
  which: string,
  steps: number,
): readonly (readonly [number, number])[] {
  const found: [number, number][] = []
  for (let at = 0; at < field.marks.length; at++) {
    if (!which.includes(field.marks[at] ?? '.')) continue
    const [from, to] = stepsOf(field, at, steps)
    const last = found.at(-1)
    if (last && last[1] === from - 1) last[1] = to
    else found.push([from, to])
  }
  return found
}

export type Paint = Readonly<Record<Mark, string>>
/** What is needed of a canvas's 2D context. */
export interface Pen {
  fillStyle: unknown
  fillRect(x: number, y: number, width: number, height: number): void
  clearRect(x: number, y: number, width: number, height: number): void
}

/**
 * Not by colour alone: what waits is a point, what is voted on a frame, what is decided a square, what was contested fills its cell, what went wrong
 * has a hole. Where a cell stands for many steps a few contested ones are only a point in it, or all would look contested.
 */
export function drawField(pen: Pen, { cell, columns, rows, marks, per }: Field, paint: Paint): void {
  pen.clearRect(0, 0, columns * cell, rows * cell)
  const gap = cell > 4 ? 1 : 0.5
  const point = Math.max(1, Math.floor(cell / 3))
  for (let at = 0; at < marks.length; at++) {
    const mark = marks[at] as Mark
    const x = (at % columns) * cell
    const y = Math.floor(at / columns) * cell
    const few = mark === 'r' && per > 1
    pen.fillStyle = paint[few ? 'c' : mark]
    if (mark === 'c' || few) pen.fillRect(x, y, cell - gap, cell - gap)
    else if (mark !== '.') pen.fillRect(x, y, cell, cell)
    pen.fillStyle = paint[mark]
    if (mark === '.' || few) pen.fillRect(x + (cell - point) / 2, y + (cell - point) / 2, point, point)
    if ((mark === 'w' || mark === 'f' || mark === 'v') && cell > 2)
      pen.clearRect(x + (cell - point) / 2, y + (cell - point) / 2, point, point)
  }
}
