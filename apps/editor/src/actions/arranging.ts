import type { Alignment } from '../canvas/align.ts'
import { grab } from '../canvas/grab.ts'
import { groupMeant, groupSelection, isFolded, setFolded, ungroupSelection } from '../canvas/groupEdits.ts'
import { useUi } from '../canvas/uiStore.ts'
import { tidy } from '../layout/runTidy.ts'
import { type Action, meant } from './action.ts'

const ui = useUi.getState
const several = (): boolean => ui().nodes.size > 1

/** The arrangements are fetched with the first of them. */
const arrange = (how: Alignment) => () => void import('../canvas/align.ts').then(({ align }) => align(how))

const alignments: readonly (readonly [Alignment, string])[] = [
  ['left', 'Align left'],
  ['centre', 'Align centres'],
  ['right', 'Align right'],
  ['top', 'Align top'],
  ['middle', 'Align middles'],
  ['bottom', 'Align bottom'],
  ['across', 'Distribute from left to right'],
  ['down', 'Distribute from top to bottom'],
]

const fold = (): void => {
  const group = groupMeant()
  if (group !== null) setFolded(group, !isFolded(group))
}

/** Where things lie, and in which groups. */
export const arranging: readonly Action[] = [
  {
    id: 'grab',
    title: 'Move by keys',
    group: 'Arrange',
    keys: ['G'],
    edits: true,
    can: () => meant() !== null,
    run: () => {
      const id = meant()
      if (id !== null) grab(id)
    },
  },
  { id: 'tidy', title: 'Tidy up', group: 'Arrange', keys: ['Shift+L'], edits: true, run: () => void tidy() },
  {
    id: 'group',
    title: 'Group the steps',
    group: 'Arrange',
    keys: ['Mod+G'],
    edits: true,
    can: () => ui().nodes.size > 0,
    run: groupSelection,
  },
  {
    id: 'ungroup',
    title: 'Ungroup, or take out of the group',
    group: 'Arrange',
    keys: ['Mod+Shift+G'],
    edits: true,
    can: () => groupMeant() !== null,
    run: ungroupSelection,
  },
  {
    id: 'fold',
    title: 'Fold or unfold the group',
    group: 'Arrange',
    keys: ['C'],
    can: () => groupMeant() !== null,
    run: fold,
  },
  ...alignments.map(
    ([how, title]): Action => ({
      id: `align-${how}`,
      title,
      group: 'Arrange',
      keys: [],
      edits: true,
      can: several,
      run: arrange(how),
    }),
  ),
]
