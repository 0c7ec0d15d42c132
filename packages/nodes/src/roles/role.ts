/** Where a role stands in the library. */
export const roleGroups = ['Plan and build', 'Check', 'Decide and combine', 'Specialists', 'Read and write'] as const

/** Somebody to work with, ready to be picked: instructions for an agent or for a member of a team. */
export interface Role {
  /** Never stored: a flow keeps the words, so that they are its own. */
  readonly id: string
  readonly name: string
  readonly group: (typeof roleGroups)[number]
  /** One plain sentence. */
  readonly summary: string
  /** Other names people search for. */
  readonly aliases: readonly string[]
  /** Who this is, what to do, how to answer, and what not to do. */
  readonly prompt: string
}

export const prompt = (...sentences: readonly string[]): string => sentences.join(' ')
