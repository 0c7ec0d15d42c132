import { lazyPart } from '../ui/lazyPart.tsx'

// Most flows have no group and no note.
export const FrameView = lazyPart(async () => (await import('./FrameView.tsx')).FrameView)
export const FoldedView = lazyPart(async () => (await import('./FoldedView.tsx')).FoldedView)
export const NoteView = lazyPart(async () => (await import('./NoteView.tsx')).NoteView)
