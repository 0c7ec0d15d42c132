import { completed, type NodeBehaviour, textOf } from '@quorum/engine'
import { asValue, fromPiece } from '../pattern/json.ts'
import { beginLayers, type Layers, mixLayers } from '../pattern/layers.ts'

export const runBegin: NodeBehaviour = { inTurn: (_, { value }) => beginLayers(value) }

type Speech = { readonly round: number; readonly name: string; readonly text: string | null }

const speechesOf = ({ layers }: Layers): Speech[] =>
  layers.flatMap((layer, round) =>
    layer.map(({ name, status, value }) => ({ round, name, text: status === 'ok' ? textOf(value) : null })),
  )

export const runFloor = mixLayers((said) =>
  [
    `Question:\n${said.task}`,
    ...speechesOf(said).map(
      ({ round, name, text }) => `${name}, ${round === 0 ? 'opening' : `reply ${round}`}:\n${text ?? 'No reply.'}`,
    ),
  ].join('\n\n---\n\n'),
)

export const runClose: NodeBehaviour = {
  inTurn(_, { ports }) {
    const transcript = speechesOf(fromPiece<Layers>(ports.state))
    const missing = transcript.filter(({ text }) => text === null).length
    return completed({
      verdict: ports.verdict ?? '',
      transcript: asValue(transcript),
      record: { speeches: transcript.length - missing, missing, transcript: asValue(transcript) },
    })
  },
}
