/** Types are advice for people: a mismatch is a warning with a fix, never a refusal (API.md rule 14). */
export type PortType = 'any' | 'text' | 'json' | 'list' | 'verdict' | 'error'

export interface Port {
  readonly id: string
  /** Shown to people. */
  readonly label: string
  readonly type: PortType
  /** Several edges may arrive here and the kind says what that means. Any input port accepts many edges; this is display. */
  readonly many?: boolean
}

/** The ports of one node. `inner` are those a container shows to its body: `outputs` feed it, `inputs` take its result. */
export interface Ports {
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  readonly inner?: { readonly outputs: readonly Port[]; readonly inputs: readonly Port[] }
}

export const port = (id: string, label = id, type: PortType = 'any', many = false): Port =>
  many ? { id, label, type, many } : { id, label, type }

/** Does a value of `from` fit where `to` is wanted? */
export function typeFits(from: PortType, to: PortType): boolean {
  return (
    from === 'any' ||
    to === 'any' ||
    from === to ||
    (to === 'json' && from !== 'text') ||
    (to === 'text' && from !== 'list')
  )
}
