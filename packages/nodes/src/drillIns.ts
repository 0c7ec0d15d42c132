import type { ComponentType } from 'react'
import { ApprovalDrillIn } from './approval/drillIn.tsx'
import { CouncilDrillIn } from './council/drillIn.tsx'
import type { DrillInProps } from './drill/props.tsx'
import { GateDrillIn } from './gate/drillIn.tsx'
import { MakerDrillIn } from './maker/drillIn.tsx'
import { PoolDrillIn } from './pool/drillIn.tsx'
import { VoteDrillIn } from './vote/drillIn.tsx'

export type { DrillInProps } from './drill/props.tsx'

/** One line per kind that tells its steps in its own words; the others show what came in and went out. */
const drillIns: ReadonlyMap<string, ComponentType<DrillInProps>> = new Map(
  Object.entries({
    approval: ApprovalDrillIn,
    council: CouncilDrillIn,
    gate: GateDrillIn,
    maker: MakerDrillIn,
    vote: VoteDrillIn,
    'todone-board': PoolDrillIn,
    'work-stealing-queue': PoolDrillIn,
    'dynamic-spawning': PoolDrillIn,
    'elastic-scaling': PoolDrillIn,
    'load-balancing': PoolDrillIn,
  }),
)

export const drillInOf = (kind: string): ComponentType<DrillInProps> | undefined => drillIns.get(kind)
