import type { Formula } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { calls: 1 },
  {
    params: {
      method: 'rules',
      routes: [
        { id: 'a', when: 'true' },
        { id: 'b', when: 'true' },
      ],
    },
    calls: 0,
  },
]
