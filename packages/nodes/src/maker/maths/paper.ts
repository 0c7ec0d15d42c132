import type { Price } from './margin.ts'

/** A model as the paper measured it (arXiv 2511.09030, fig. 6b), for 20 disks and a target of 0.95. */
export interface Measured {
  readonly model: string
  /** US dollars per million tokens. Input prices of the hosted models that are not open are as they were then. */
  readonly price: Price
  /** Mean length of an answer. */
  readonly outputTokens: number
  /** Share of wrong answers. */
  readonly wrong: number
  /** What the paper says; null where no lead helps. */
  readonly stated: { readonly k: number; readonly usd: number } | null
}

const row = (
  model: string,
  input: number,
  output: number,
  outputTokens: number,
  wrong: number,
  stated: readonly [k: number, usd: number] | null,
): Measured => ({
  model,
  price: { input, output },
  outputTokens,
  wrong,
  stated: stated && { k: stated[0], usd: stated[1] },
})

/** The paper's prompts are some 600 tokens long: with that its prices follow from its other figures (MAKER.md §6.1). */
export const PAPER_INPUT_TOKENS = 600
export const PAPER_STEPS = 2 ** 20 - 1
export const PAPER_TARGET = 0.95

export const paperModels: readonly Measured[] = [
  row('gpt-4.1-mini, temperature 0.1', 0.4, 1.6, 538, 0.0022, [3, 3_500]),
  row('gpt-4.1-mini, temperature 1', 0.4, 1.6, 580, 0.004, [4, 4_900]),
  row('gpt-4.1-nano', 0.1, 0.4, 842, 0.3571, [29, 41_900]),
  row('o3-mini (low)', 1.1, 4.4, 535, 0.0018, [3, 9_400]),
  row('haiku-4.5', 1, 5, 588, 0.1839, [12, 71_200]),
  row('gpt-oss-20B', 0.05, 0.2, 1104, 0.0358, [6, 1_700]),
  row('qwen-3', 0.2, 0.6, 449, 0.2342, [15, 11_500]),
  row('deepseek-v3.1', 0.6, 1.7, 1004, 0.0569, [6, 14_600]),
  row('kimi-k2', 1, 3, 925, 0.0393, [6, 22_900]),
  row('llama-3.2-3B', 0.06, 0.06, 434, 1, null),
]
