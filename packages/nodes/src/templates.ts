import { checkedFacts } from './chain-of-verification/template.ts'
import { threeSides } from './fork-join/template.ts'
import { agentWithTools } from './templates/agentWithTools.ts'
import { articlePipeline } from './templates/articlePipeline.ts'
import { askBeforeSending } from './templates/askBeforeSending.ts'
import { askFiveTimes } from './templates/askFiveTimes.ts'
import { askOnce } from './templates/askOnce.ts'
import { askTheExperts } from './templates/askTheExperts.ts'
import { askUntilSure } from './templates/askUntilSure.ts'
import { bestHeadline } from './templates/bestHeadline.ts'
import { bookOrUndo } from './templates/bookOrUndo.ts'
import { breakItDown } from './templates/breakItDown.ts'
import { brokenService } from './templates/brokenService.ts'
import { buildInOrder } from './templates/buildInOrder.ts'
import { burstOfTickets } from './templates/burstOfTickets.ts'
import { cheapFirst } from './templates/cheapFirst.ts'
import { checkDocument } from './templates/checkDocument.ts'
import { complaintsMapReduce } from './templates/complaintsMapReduce.ts'
import { councilOfThree } from './templates/councilOfThree.ts'
import { documentIntake } from './templates/documentIntake.ts'
import { doForEach } from './templates/doForEach.ts'
import { doNotWait } from './templates/doNotWait.ts'
import { draftAndReview } from './templates/draftAndReview.ts'
import { fairShares } from './templates/fairShares.ts'
import { featureTeam } from './templates/featureTeam.ts'
import { firstOfThree } from './templates/firstOfThree.ts'
import { forkJoinAnalysis } from './templates/forkJoinAnalysis.ts'
import { gateWithRework } from './templates/gateWithRework.ts'
import { ideaToLaunch } from './templates/ideaToLaunch.ts'
import { ideaToRelease } from './templates/ideaToRelease.ts'
import { keepAnEye } from './templates/keepAnEye.ts'
import { ledgerManager } from './templates/ledgerManager.ts'
import { longAddition } from './templates/longAddition.ts'
import { longMultiplication } from './templates/longMultiplication.ts'
import { makerHanoi } from './templates/makerHanoi.ts'
import { makerTree } from './templates/makerTree.ts'
import { marketReport } from './templates/marketReport.ts'
import { mendsItself } from './templates/mendsItself.ts'
import { mixtureAnswer } from './templates/mixtureAnswer.ts'
import { moveOffice } from './templates/moveOffice.ts'
import { nightlyLabels } from './templates/nightlyLabels.ts'
import { oneTopicThreeTexts } from './templates/oneTopicThreeTexts.ts'
import { orderComesIn } from './templates/orderComesIn.ts'
import { proAndCon } from './templates/proAndCon.ts'
import { programmeOfProjects } from './templates/programmeOfProjects.ts'
import { rehearsal } from './templates/rehearsal.ts'
import { releaseSignOff } from './templates/releaseSignOff.ts'
import { reviewFiles } from './templates/reviewFiles.ts'
import { roundtable } from './templates/roundtable.ts'
import { serviceThatBreathes } from './templates/serviceThatBreathes.ts'
import { specWaterfall } from './templates/specWaterfall.ts'
import { supportChain } from './templates/supportChain.ts'
import { supportHandoff } from './templates/supportHandoff.ts'
import { swarmPlan } from './templates/swarmPlan.ts'
import type { Template } from './templates/template.ts'
import { thinkAhead } from './templates/thinkAhead.ts'
import { translateChapters } from './templates/translateChapters.ts'
import { triage } from './templates/triage.ts'
import { tryNewPrompt } from './templates/tryNewPrompt.ts'
import { unequalDocuments } from './templates/unequalDocuments.ts'
import { voteOfFive } from './templates/voteOfFive.ts'
import { whoShouldDoIt } from './templates/whoShouldDoIt.ts'
import { whyDidItStop } from './templates/whyDidItStop.ts'

export { type Outcome, outcomes, type Template } from './templates/template.ts'

/** The gallery: the first four for newcomers, then by outcome, each in this order. */
export const templates: readonly Template[] = [
  councilOfThree,
  voteOfFive,
  forkJoinAnalysis,
  gateWithRework,
  askFiveTimes,
  proAndCon,
  threeSides,
  mixtureAnswer,
  roundtable,
  whyDidItStop,
  specWaterfall,
  checkedFacts,
  draftAndReview,
  releaseSignOff,
  askBeforeSending,
  doForEach,
  complaintsMapReduce,
  featureTeam,
  documentIntake,
  translateChapters,
  reviewFiles,
  unequalDocuments,
  burstOfTickets,
  serviceThatBreathes,
  fairShares,
  nightlyLabels,
  articlePipeline,
  oneTopicThreeTexts,
  bestHeadline,
  marketReport,
  ideaToRelease,
  moveOffice,
  ledgerManager,
  thinkAhead,
  programmeOfProjects,
  swarmPlan,
  breakItDown,
  buildInOrder,
  ideaToLaunch,
  triage,
  supportChain,
  askTheExperts,
  whoShouldDoIt,
  orderComesIn,
  supportHandoff,
  firstOfThree,
  cheapFirst,
  mendsItself,
  bookOrUndo,
  doNotWait,
  askOnce,
  brokenService,
  keepAnEye,
  makerHanoi,
  makerTree,
  longAddition,
  longMultiplication,
  checkDocument,
  askUntilSure,
  agentWithTools,
  tryNewPrompt,
  rehearsal,
]
