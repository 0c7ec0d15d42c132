import { create } from 'zustand'

/**
 * The moment of a run that is on screen: null while it is the present one. While people look back nothing of the run can
 * be steered, and clocks stand at `at` (epoch ms).
 */
export const useMoment = create<{ readonly past: boolean; readonly at: number }>()(() => ({ past: false, at: 0 }))
export const looksBack = (): boolean => useMoment.getState().past
/** What time it is in the run on screen. */
export const runNow = (): number => (looksBack() ? useMoment.getState().at : Date.now())
