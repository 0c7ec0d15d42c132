import { lazyModule } from '../ui/lazyPart.tsx'

/** Copy, duplicate and paste, for those who are there before it. */
export const withPasting = lazyModule(() => import('./pasting.ts'))
