import fc from 'fast-check'
import type { Flow } from '../flow/flow.ts'
import { flowOf } from './world.ts'

type Short = Parameters<typeof flowOf>[0][string]

const joins: Short[] = (['all', 'live', 'n', 'one'] as const).flatMap((need) =>
  (['drain', 'cancel'] as const).flatMap((rest) =>
    (['fail', 'ignore'] as const).map(
      (onFailed): Short => ['join', { need, rest, onFailed, ...(need === 'n' ? { n: 1 } : {}) }],
    ),
  ),
)
const plain: Short[] = [
  'pass',
  'pass',
  'boom',
  'ask',
  'ask',
  ['ask', {}, { policy: { attempts: 1, onError: 'fallback', fallbackValue: 0 } }],
  ['gate', { when: 'true' }],
  ['gate', { when: 'false' }],
  ['wait', { ms: 70 }],
  'ballot',
]

/** A random acyclic flow of up to `most` nodes: any kind may feed any later one, gates by either port. */
export const acyclicFlow = (most = 12): fc.Arbitrary<Flow> =>
  fc
    .array(fc.record({ kind: fc.nat(99), from: fc.array(fc.nat(99), { maxLength: 3 }), join: fc.boolean() }), {
      minLength: 1,
      maxLength: most,
    })
    .map((rows) => {
      const nodes: Record<string, Short> = {}
      const edges = new Set<string>()
      rows.forEach((row, index) => {
        const list = row.join && index > 0 ? joins : plain
        nodes[`n${index}`] = list[row.kind % list.length] as Short
        if (index === 0) return
        const sources = row.from.length === 0 && list === joins ? [row.kind] : row.from
        for (const pick of sources) {
          const source = `n${pick % index}`
          const kind = nodes[source]
          const port = Array.isArray(kind) && kind[0] === 'gate' ? (pick % 2 ? '.pass' : '.fail') : ''
          edges.add(`${source}${port}>n${index}`)
        }
      })
      return flowOf(nodes, [...edges], { concurrency: 3 })
    })

/** A loop that goes back `rounds` times at the most, with something unsteady inside. */
export const loopingFlow: fc.Arbitrary<Flow> = fc
  .record({
    until: fc.integer({ min: 1, max: 5 }),
    most: fc.integer({ min: 1, max: 4 }),
    inside: fc.constantFrom('pass', 'ask', 'boom'),
    limit: fc.boolean(),
  })
  .map(({ until, most, inside, limit }) =>
    flowOf(
      {
        in: 'input',
        d: 'add',
        x: inside as Short,
        j: ['join', { need: 'live', onFailed: 'ignore' }],
        g: ['gate', { when: `round >= ${until}` }],
        out: 'output',
        late: ['output', { name: 'late' }],
      },
      [
        'in>d',
        'd>x',
        'd>j',
        'x>j',
        'j>g',
        'g.pass>out',
        `g.fail>d*${most}`,
        ...(limit ? ['g.limit>late'] : ['in>late']),
      ],
    ),
  )
