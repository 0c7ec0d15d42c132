import { lazyPart } from '../ui/lazyPart.tsx'

// Most flows have no group.
export const FrameView = lazyPart(async () => (await import('./FrameView.tsx')).FrameView)
export const FoldedView = lazyPart(async () => (await import('./FoldedView.tsx')).FoldedView)
