/** In the build this brings what `.meta()` says of the settings of all kinds, and their aliases (build/hintsOnDemand.ts); elsewhere it is where it is written. */
export {}
