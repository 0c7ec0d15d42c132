import { create } from 'zustand'

/** Does the canvas go where the run is at work? Until somebody pans by hand. */
export const useFollow = create<{ readonly on: boolean }>()(() => ({ on: true }))
export const stopFollowing = (): void => {
  if (useFollow.getState().on) useFollow.setState({ on: false })
}
