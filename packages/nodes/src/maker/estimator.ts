export { dollars, large, percent, whole } from './drawing/words.ts'
export { type Asked, type Estimate, estimateOf, problemsOf } from './maths/estimate.ts'
export { longestTask, votesPerStep } from './maths/margin.ts'
export { PAPER_INPUT_TOKENS, PAPER_STEPS, PAPER_TARGET, paperModels } from './maths/paper.ts'
