interface Answer {
  readonly text: string
  /** A question's or a pattern's id. */
  readonly to: string
}
export interface Question {
  readonly id: string
  readonly text: string
  readonly answers: readonly Answer[]
}

/** CATALOGUE §8.3: at most four questions to every pattern. */
export const questions: readonly Question[] = [
  {
    id: 'W1',
    text: 'What is the work like?',
    answers: [
      { text: 'Ordered steps on one thing', to: 'W10' },
      { text: 'Many items each on its own', to: 'W20' },
      { text: 'One question with several opinions', to: 'W30' },
      { text: 'A goal whose parts must first be found', to: 'W40' },
      { text: 'A search for a good solution', to: 'W50' },
      { text: 'Requests to be sent to the right place', to: 'W60' },
      { text: 'A very long chain of tiny steps without any error', to: 'P11' },
      { text: 'A conversation or a shared workspace', to: 'W70' },
      { text: 'One agent with tools is enough', to: 'X07' },
    ],
  },
  {
    id: 'W10',
    text: 'Must a step be checked before the next?',
    answers: [
      { text: 'No', to: 'W11' },
      { text: 'Yes', to: 'W12' },
    ],
  },
  {
    id: 'W11',
    text: 'How many chains?',
    answers: [
      { text: 'One chain and one item', to: 'P01' },
      { text: 'One chain and many items in flight', to: 'X21' },
      { text: 'Several independent chains', to: 'P22' },
    ],
  },
  {
    id: 'W12',
    text: 'What if a check fails?',
    answers: [
      { text: 'Go back to the saved data', to: 'P02' },
      { text: 'Undo real-world effects', to: 'X16' },
      { text: 'It is a software delivery with scouts and review', to: 'P21' },
    ],
  },
  {
    id: 'W20',
    text: 'Is the number of items known at the start?',
    answers: [
      { text: 'Yes', to: 'W21' },
      { text: 'No', to: 'W22' },
    ],
  },
  {
    id: 'W21',
    text: 'What happens to the results?',
    answers: [
      { text: 'Kept as a list', to: 'W23' },
      { text: 'Condensed into one', to: 'P06' },
      { text: 'Different roles look at the same input', to: 'P05' },
    ],
  },
  {
    id: 'W22',
    text: 'How does the load behave?',
    answers: [
      { text: 'Steady', to: 'P07' },
      { text: 'Bursts within one run', to: 'P17' },
      { text: 'Always-on service with a budget', to: 'P18' },
    ],
  },
  {
    id: 'W23',
    text: 'How many and how equal?',
    answers: [
      { text: 'Up to hundreds and similar', to: 'P04' },
      { text: 'Thousands and very unequal', to: 'P08' },
      { text: 'Must be spread over given workers', to: 'P19' },
      { text: 'Not urgent and cheapest', to: 'X27' },
    ],
  },
  {
    id: 'W30',
    text: 'What decides?',
    answers: [
      { text: 'The first good answer', to: 'W31' },
      { text: 'A vote', to: 'W32' },
      { text: 'A judge', to: 'W33' },
      { text: 'A synthesis of all', to: 'W34' },
    ],
  },
  {
    id: 'W31',
    text: 'Which copies?',
    answers: [
      { text: 'Different agents at once', to: 'P09' },
      { text: 'A second copy only if the first is slow', to: 'X14' },
      { text: 'Cheap one first and a better one if unsure', to: 'X13' },
    ],
  },
  {
    id: 'W32',
    text: 'Can answers be compared?',
    answers: [
      { text: 'Yes by equality', to: 'X09' },
      { text: 'No reviewers approve or reject', to: 'X23' },
    ],
  },
  {
    id: 'W33',
    text: 'What does the judge see?',
    answers: [
      { text: 'Two sides arguing', to: 'X11' },
      { text: 'Several candidates', to: 'X10' },
      { text: 'The present version against a new one', to: 'X24' },
    ],
  },
  {
    id: 'W34',
    text: 'How do the opinions meet?',
    answers: [
      { text: 'Members rank each other', to: 'P10' },
      { text: 'Layers refine earlier answers', to: 'X12' },
    ],
  },
  {
    id: 'W40',
    text: 'Who finds the parts?',
    answers: [
      { text: 'A planner once', to: 'W41' },
      { text: 'Each part may split again', to: 'W42' },
      { text: 'A manager who keeps re-planning', to: 'X05' },
    ],
  },
  {
    id: 'W41',
    text: 'Who does them?',
    answers: [
      { text: 'Alike workers under a reasoning supervisor', to: 'P12' },
      { text: 'Identical copies of a mechanical split or a standby', to: 'P14' },
      { text: 'Experts by field', to: 'P13' },
      { text: 'One executor in order', to: 'X08' },
    ],
  },
  {
    id: 'W42',
    text: 'What are the parts like?',
    answers: [
      { text: 'Smaller versions of the same task', to: 'P15' },
      { text: 'Sub-teams with their own flow', to: 'P16' },
    ],
  },
  {
    id: 'W50',
    text: 'What guides the search?',
    answers: [
      { text: 'A score and many cheap tries with shared memory', to: 'P23' },
      { text: 'A score for partial solutions', to: 'X20' },
      { text: 'A critic who can say what is wrong', to: 'X06' },
    ],
  },
  {
    id: 'W60',
    text: 'Who decides the way?',
    answers: [
      { text: 'Fixed rules in order', to: 'P03' },
      { text: 'A classifier with one target', to: 'X01' },
      { text: 'The present agent passes control', to: 'X02' },
      { text: 'A manager calls experts and keeps control', to: 'X03' },
      { text: 'Workers bid', to: 'X18' },
    ],
  },
  {
    id: 'W70',
    text: 'How do they talk?',
    answers: [
      { text: 'In turns in one thread', to: 'X04' },
      { text: 'Through a shared board', to: 'X17' },
      { text: 'Through events without a centre', to: 'X19' },
    ],
  },
]

/** What any flow may get on top. */
export const addOns: readonly Answer[] = [
  { text: 'Must recover from failures by itself', to: 'P20' },
  { text: 'Providers may fail or limit', to: 'X22' },
  { text: 'A person must approve', to: 'X15' },
  { text: 'Identical calls repeat', to: 'X25' },
  { text: 'Someone must watch cost and quality', to: 'X26' },
  { text: 'Try it without spending', to: 'X28' },
]

/** CATALOGUE §8.2. Where a pattern is asked about further, the question has an id of its own. */
export const short: { readonly start: string; readonly questions: readonly Question[] } = {
  start: 'Q1',
  questions: [
    yesNo('Q1', 'Tasks independent?', 'Q2', 'Q3'),
    yesNo('Q2', 'Need speed?', 'Q5', 'Q4'),
    yesNo('Q3', 'Need quality gates?', 'Q6', 'P01'),
    yesNo('Q4', 'Large dataset?', 'P06', 'P07'),
    yesNo('Q5', 'Need specialisation?', 'P13', 'P05'),
    yesNo('Q6', 'Need self-healing?', 'P20', 'P02'),
  ],
}

function yesNo(id: string, text: string, yes: string, no: string): Question {
  return {
    id,
    text,
    answers: [
      { text: 'Yes', to: yes },
      { text: 'No', to: no },
    ],
  }
}
