/** The colours of notes and groups, and what they are called. */
export const tints = [
  { id: 'grey', name: 'Grey' },
  { id: 'blue', name: 'Blue' },
  { id: 'green', name: 'Green' },
  { id: 'amber', name: 'Amber' },
  { id: 'pink', name: 'Pink' },
  { id: 'violet', name: 'Violet' },
] as const
