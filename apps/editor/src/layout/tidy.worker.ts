import { type TidyInput, tidyPositions } from './tidy.ts'

addEventListener('message', ({ data }: MessageEvent<TidyInput>) => postMessage(tidyPositions(data)))
