/** What crosses between the server and a sandbox child: JSON messages whose values are themselves JSON text. */
export type Job =
  | {
      readonly type: 'run'
      readonly source: string
      readonly input: string
      readonly ctx: string
      readonly timeoutMs: number
      readonly memoryMb: number
    }
  | {
      readonly type: 'render'
      /** JSON of a list of templates. */
      readonly texts: string
      /** JSON of the names they may mention. */
      readonly names: string
      readonly timeoutMs: number
      readonly memoryMb: number
    }

export type Reply =
  | { readonly ok: true; readonly value: string; readonly log: string }
  | {
      readonly ok: false
      readonly code: string
      readonly message: string
      /** The engine itself failed: the child should not be used again. */
      readonly worn?: true
    }

export type FromChild = { readonly ready: true } | { readonly reply: Reply; readonly rssBytes: number }

export const sandboxLimits = {
  sourceBytes: 256 * 1024,
  inputBytes: 4 * 1024 * 1024,
  outputBytes: 1024 * 1024,
  errorChars: 4096,
  timeoutMs: 10_000,
  memoryMb: 64,
  renderMs: 250,
  renderMemoryMb: 32,
} as const
