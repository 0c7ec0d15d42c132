import { completed, type NodeBehaviour } from '@quorum/engine'
import { asValue, fromPiece } from '../pattern/json.ts'
import { shown } from '../pattern/judging.ts'
import { beginLayers, type Layers, mixLayers } from '../pattern/layers.ts'

export const runBegin: NodeBehaviour = { inTurn: (_, { value }) => beginLayers(value) }

/** Only the layer before counts; names stay out of it. */
export const runMix = mixLayers(
  ({ task, layers }) => `Task:\n${task}\n\n---\n\nWhat others answered:\n\n${shown(layers.at(-1) ?? [])}`,
)

export const runClose: NodeBehaviour = {
  inTurn(_, { ports }) {
    const { layers } = fromPiece<Layers>(ports.state)
    const answers = layers.flat().filter(({ status }) => status === 'ok').length
    return completed({
      answer: ports.answer ?? '',
      layers: asValue(layers),
      record: { answers, layers: asValue(layers) },
    })
  },
}
