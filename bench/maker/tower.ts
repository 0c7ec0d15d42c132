import type { Value } from '@quorum/engine'
import { closedForm, fresh, hanoi, leapSteps, type MakerState, type Page } from '@quorum/nodes/maker'
import { limits } from './lines.ts'

/** The whole tower in one go on the voting module; every action is compared with the closed form. */
export function tower(
  disks: number,
  at: Partial<MakerState>,
): { readonly end: MakerState; readonly offClosedForm: number } {
  const start = { ...hanoi.start({ disks }), problem: 'hanoi', k: 3, p: 1, known: true, v: 1, t: 0.95, seed: 1, ...at }
  let state = fresh(start) as unknown as Value
  let offClosedForm = 0
  for (;;) {
    const leap = leapSteps(state, { calls: Number.POSITIVE_INFINITY }, limits, undefined, 65_536)
    if (!leap) break
    offClosedForm += off(leap.page as unknown as Page)
    state = leap.state
  }
  return { end: state as unknown as MakerState, offClosedForm }
}

export function off({ from, actions }: Page): number {
  let wrong = 0
  for (let i = 0; 3 * i < actions.length; i++) {
    const [disk, peg, to] = closedForm(from + i + 1)
    if (actions.slice(3 * i, 3 * i + 3) !== `${disk.toString(36)}${peg}${to}`) wrong++
  }
  return wrong
}
