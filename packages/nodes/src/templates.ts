import { councilOfThree } from './templates/councilOfThree.ts'
import { doForEach } from './templates/doForEach.ts'
import { forkJoinAnalysis } from './templates/forkJoinAnalysis.ts'
import { gateWithRework } from './templates/gateWithRework.ts'
import type { Template } from './templates/template.ts'
import { voteOfFive } from './templates/voteOfFive.ts'

export type { Template } from './templates/template.ts'

/** The gallery, in the order it is shown. */
export const templates: readonly Template[] = [councilOfThree, voteOfFive, forkJoinAnalysis, gateWithRework, doForEach]
