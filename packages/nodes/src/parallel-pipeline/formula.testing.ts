import { type Formula, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { calls: 3 * 2 },
  {
    params: {
      pipelines: [
        { name: 'a', stages: people(3) },
        { name: 'b', stages: people(4) },
      ],
    },
    calls: 7,
  },
]
