import type { Assumption, AssumptionUnit, EstimateOptions, Given, NodeHistory } from './facts.ts'

interface Ask {
  readonly name: string
  /** Distinguishes several of one node, e.g. its ports. */
  readonly part?: string
  readonly node?: { readonly id: string; readonly title: string } | undefined
  readonly unit: AssumptionUnit
  readonly fallback: number
  /** What earlier runs say. */
  readonly measured?: number | undefined
  readonly text: (value: number) => string
  /** Only for this node, not for the whole flow: there is no use in setting it for all. */
  readonly own?: boolean
  readonly fixed?: boolean
}

/** Every figure an estimate takes on trust: what people set, else what earlier runs measured, else a default. */
export class Assumptions {
  readonly #taken = new Map<string, Assumption>()
  readonly #given: Given
  readonly #history: EstimateOptions['history']

  constructor(given: Given, history: EstimateOptions['history']) {
    this.#given = given
    this.#history = history
  }

  get all(): Assumption[] {
    return [...this.#taken.values()]
  }

  /** What people set for this figure, if they did. */
  given(name: string, nodeId: string, part?: string): number | undefined {
    return this.#given[idOf(name, nodeId, part)]
  }

  history(nodeId: string, simulated: boolean): NodeHistory | undefined {
    return this.#history?.(nodeId, simulated)
  }

  take({ name, part, node, unit, fallback, measured, text, own, fixed }: Ask): number {
    const specific = node && this.#given[idOf(name, node.id, part)]
    const general = own ? undefined : this.#given[name]
    const value = specific ?? general ?? measured ?? fallback
    // A figure of the node's own stands by itself; what holds for all is told once.
    const ofNode = own || specific !== undefined || (general === undefined && measured !== undefined)
    const id = node && ofNode ? idOf(name, node.id, part) : name
    const source = (specific ?? general) !== undefined ? 'given' : measured !== undefined ? 'history' : 'default'
    if (!this.#taken.has(id))
      this.#taken.set(id, {
        ...{ id, name, value, unit, source, text: text(value), editable: !fixed },
        ...(node && ofNode ? { nodeId: node.id } : {}),
      })
    return value
  }
}

const idOf = (name: string, nodeId: string, part?: string): string =>
  part === undefined ? `${name}:${nodeId}` : `${name}:${nodeId}:${part}`
