interface Answer {
  readonly text: string
  /** What it would be in a working day, for those who do not know the words. */
  readonly hint?: string
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
      { text: 'Ordered steps on one thing', hint: 'An outline becomes a draft, the draft a text', to: 'W10' },
      { text: 'Many items each on its own', hint: 'Mails, files, tickets, comments', to: 'W20' },
      { text: 'One question with several opinions', hint: 'A diagnosis, a decision, a second opinion', to: 'W30' },
      { text: 'A goal whose parts must first be found', hint: 'A market report, moving an office', to: 'W40' },
      { text: 'A search for a good solution', hint: 'A headline, a plan, a puzzle', to: 'W50' },
      { text: 'Requests to be sent to the right place', hint: 'Support: billing, technical, sales', to: 'W60' },
      {
        text: 'A very long chain of tiny steps without any error',
        hint: 'A thousand moves, none of them wrong',
        to: 'P11',
      },
      { text: 'A conversation or a shared workspace', hint: 'A round table, notes on a wall', to: 'W70' },
      { text: 'One agent with tools is enough', hint: 'Look something up and answer', to: 'X07' },
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
      { text: 'One chain and one item', hint: 'One text, step by step', to: 'P01' },
      {
        text: 'One chain and many items in flight',
        hint: 'The next letter is read while the last is answered',
        to: 'X21',
      },
      { text: 'Several independent chains', hint: 'A blog post, a mail and a talk from one topic', to: 'P22' },
    ],
  },
  {
    id: 'W12',
    text: 'What if a check fails?',
    answers: [
      { text: 'Go back to the saved data', hint: 'Done again until it passes', to: 'P02' },
      { text: 'Undo real-world effects', hint: 'Cancel the flight if the hotel is full', to: 'X16' },
      { text: 'It is a software delivery with scouts and review', to: 'P21' },
    ],
  },
  {
    id: 'W20',
    text: 'Is the number of items known at the start?',
    answers: [
      { text: 'Yes', hint: 'They are all there: a file of mails', to: 'W21' },
      { text: 'No', hint: 'They keep coming, or work makes more work', to: 'W22' },
    ],
  },
  {
    id: 'W21',
    text: 'What happens to the results?',
    answers: [
      { text: 'Kept as a list', hint: 'One answer for each item', to: 'W23' },
      { text: 'Condensed into one', hint: 'A summary: what do people complain about?', to: 'P06' },
      { text: 'Different roles look at the same input', hint: 'Law, price and safety read one contract', to: 'P05' },
    ],
  },
  {
    id: 'W22',
    text: 'How does the load behave?',
    answers: [
      { text: 'Steady', hint: 'Whenever a worker is free it takes the next', to: 'P07' },
      { text: 'Bursts within one run', hint: 'Quiet, then two hundred tickets at once', to: 'P17' },
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
      { text: 'The first good answer', hint: 'It must be fast', to: 'W31' },
      { text: 'A vote', hint: 'Yes or no, or one of a few answers', to: 'W32' },
      { text: 'A judge', hint: 'Somebody picks the best one', to: 'W33' },
      { text: 'A synthesis of all', hint: 'They agree on one answer; who disagrees is heard', to: 'W34' },
    ],
  },
  {
    id: 'W31',
    text: 'Which copies?',
    answers: [
      { text: 'Different agents at once', hint: 'Several start, the first good one counts', to: 'P09' },
      { text: 'A second copy only if the first is slow', to: 'X14' },
      { text: 'Cheap one first and a better one if unsure', to: 'X13' },
    ],
  },
  {
    id: 'W32',
    text: 'Can answers be compared?',
    answers: [
      { text: 'Yes, by equality', hint: 'Numbers, categories, short answers', to: 'X09' },
      { text: 'No, reviewers approve or reject', hint: 'Is the text good enough to go out?', to: 'X23' },
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
      { text: 'Members rank each other', hint: 'A council of experts: each judges the others, unnamed', to: 'P10' },
      { text: 'Layers refine earlier answers', hint: 'Each round writes better what the last one wrote', to: 'X12' },
    ],
  },
  {
    id: 'W40',
    text: 'Who finds the parts?',
    answers: [
      { text: 'A planner once', hint: 'A plan first, then the work', to: 'W41' },
      { text: 'Each part may split again', hint: 'Parts of parts', to: 'W42' },
      { text: 'A manager who keeps re-planning', hint: 'The way shows only while going', to: 'X05' },
    ],
  },
  {
    id: 'W41',
    text: 'Who does them?',
    answers: [
      { text: 'Alike workers under a reasoning supervisor', hint: 'A lead hands out tasks', to: 'P12' },
      { text: 'Identical copies of a mechanical split or a standby', hint: 'A long text cut into parts', to: 'P14' },
      { text: 'Experts by field', hint: 'Design, code, law', to: 'P13' },
      { text: 'One executor in order', hint: 'A list that is ticked off', to: 'X08' },
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
      { text: 'A score and many cheap tries with shared memory', hint: 'A swarm', to: 'P23' },
      { text: 'A score for partial solutions', hint: 'Think several steps ahead', to: 'X20' },
      { text: 'A critic who can say what is wrong', hint: 'Write, review, mend', to: 'X06' },
    ],
  },
  {
    id: 'W60',
    text: 'Who decides the way?',
    answers: [
      { text: 'Fixed rules in order', hint: 'Who can do it takes it', to: 'P03' },
      { text: 'A classifier with one target', hint: 'One look, then the right desk', to: 'X01' },
      { text: 'The present agent passes control', hint: 'I hand you over to a colleague', to: 'X02' },
      { text: 'A manager calls experts and keeps control', hint: 'One speaks with the customer', to: 'X03' },
      { text: 'Workers bid', to: 'X18' },
    ],
  },
  {
    id: 'W70',
    text: 'How do they talk?',
    answers: [
      { text: 'In turns in one thread', hint: 'One after the other, all hear it', to: 'X04' },
      { text: 'Through a shared board', hint: 'Who can add something writes it down', to: 'X17' },
      { text: 'Through events without a centre', hint: 'An order comes in, and each does its part', to: 'X19' },
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
