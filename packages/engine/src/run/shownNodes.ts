import type { BodyPlan, NodePlan } from '../flow/compile.ts'
import { newShown, type Shown } from './nodeView.ts'

/** What a run shows of each of its nodes, and which of them have changed. Found by number: many nodes have many names. */
export class ShownNodes {
  readonly #own: Shown[] = []
  /** Nodes of flows that are called, by key. */
  readonly #called = new Map<string, Shown>()
  /** Which composite shows what an inner node says. */
  readonly #mirroring = new Map<Shown, Shown>()
  #changed: Shown[] = []

  constructor(plan: BodyPlan) {
    this.add(plan)
  }

  /** The nodes of a body show from now on; those that show already stay as they are. */
  add(plan: BodyPlan): void {
    for (const node of plan.nodes) {
      if (this.of(node)) continue
      const shown = newShown(node)
      if (node.number < 0) this.#called.set(node.key, shown)
      else this.#own[node.number] = shown
      this.#note(shown)
      const { body } = node
      if (!body) continue
      this.add(body)
      for (const inner of mirrored(node)) this.#mirroring.set(this.of(inner) as Shown, shown)
    }
  }

  of(node: NodePlan): Shown | undefined {
    return node.number < 0 ? this.#called.get(node.key) : this.#own[node.number]
  }

  /** The same, to be changed. */
  change(node: NodePlan): Shown {
    const shown = this.of(node) as Shown
    this.#note(shown)
    const around = this.#mirroring.size > 0 ? this.#mirroring.get(shown) : undefined
    if (around) this.#note(around)
    return shown
  }

  /** Those that have changed since the last call. */
  takeChanged(): readonly Shown[] {
    const changed = this.#changed
    this.#changed = []
    for (const shown of changed) shown.changed = false
    return changed
  }

  *all(): Generator<Shown> {
    yield* this.#own
    yield* this.#called.values()
  }

  #note(shown: Shown): void {
    if (shown.changed) return
    shown.changed = true
    this.#changed.push(shown)
  }
}

/** Inner nodes of a composite whose news it shows as its own: in its body, or in that of a container in there. */
export const mirrored = ({ definition, body, key }: NodePlan): NodePlan[] =>
  (definition.mirrors ?? []).flatMap((id) => within(body, `${key}/${id}`))

const within = (body: BodyPlan | null | undefined, key: string): NodePlan[] =>
  (body?.nodes ?? []).flatMap((node) => (node.key === key ? [node] : within(node.body, key)))
