import type { RunEvent } from '@quorum/engine'

const words: Record<RunEvent['type'], string> = {
  'run.started': 'The run starts',
  'run.paused': 'Paused',
  'run.resumed': 'Resumed',
  'run.retried': 'Taken up again',
  'run.cancelling': 'Stopping what is left',
  'run.ended': 'The run ends',
  'node.started': 'Starts',
  'step.completed': 'A call is answered',
  'node.retrying': 'Failed, will try again',
  'node.waiting': 'Waits',
  'signal.kept': 'A message came early and is kept',
  'signal.taken': 'Took a message that had come early',
  'node.completed': 'Done',
  'node.failed': 'Failed',
  'node.skipped': 'Skipped',
  'node.cancelled': 'Stopped',
  'body.opened': 'Begins its inner steps',
  'item.opened': 'An item begins',
  'item.settled': 'An item ends',
  'item.returned': 'An item goes back',
  'items.added': 'Items are added',
  'items.closed': 'No more items',
  'pool.passed': 'Has enough and goes on; the others may finish',
  'node.finishing': 'Is told to end with what it has',
  'pool.scaled': 'Lanes come or go',
  'lane.ejected': 'A lane is left out',
  'join.expired': 'Waits no longer for the rest',
  'round.opened': 'A round begins',
  'round.closed': 'A round ends',
  'round.settled': 'A round is over',
  'rounds.leapt': 'Many rounds are decided',
}

/** What happened, in words; events of newer servers by their own name. */
export const eventWords = ({ type }: RunEvent): string => words[type] ?? type
