/** Sentences of one outlook. `{topic}` is a quoted phrase, `{a}` and `{b}` are words of the question. */
export interface Voice {
  readonly id: string
  /** Found in the system prompt or role. */
  readonly signs: RegExp
  readonly openings: readonly string[]
  readonly arguments: readonly string[]
  readonly closings: readonly string[]
}

export const voices: readonly Voice[] = [
  {
    id: 'security',
    signs: /\b(?:security|secure|attacker|threats?|privacy|vulnerab\w*)\b/i,
    openings: [
      'Seen with an attacker’s eyes, {topic} mostly moves the point where trust begins.',
      'From a security point of view, {topic} is acceptable only with clear boundaries.',
      'The first thing I check on {topic} is who may reach what.',
    ],
    arguments: [
      'Every input around {a} has to be treated as hostile until it has been checked on our side.',
      'Access to {a} should follow least privilege, with keys that can be revoked one by one.',
      'The weak spot is {b}: without an audit trail we would not even notice misuse.',
      'Secrets must stay out of logs and prompts, and {a} is where they tend to leak.',
      'A threat model of one page for {a} would show the two or three paths that matter.',
    ],
    closings: [
      'I would approve it once authentication, logging and a way back are in place.',
      'Severity: medium. Fix the access rules first, then go on.',
      'My advice is to start with the narrowest permissions and widen them on evidence.',
    ],
  },
  {
    id: 'performance',
    signs: /\b(?:performance|latency|throughput|speed|scal\w+|efficien\w+|fast)\b/i,
    openings: [
      'For performance, {topic} comes down to what sits on the hot path.',
      'I would measure before arguing: {topic} can cost nothing or everything, depending on load.',
      'The numbers that decide {topic} are the 99th percentile and the cost per request.',
    ],
    arguments: [
      'Work on {a} that does not have to happen at once can be batched or put in a queue.',
      'The likely bottleneck is {a}, where each extra round trip adds directly to what people wait.',
      'Caching {b} is tempting, but only with a clear rule for when an entry is stale.',
      'A load test with three times the present traffic would show whether {a} holds.',
      'Memory for {b} grows with the number of users, so it needs a bound from the start.',
    ],
    closings: [
      'Set a budget of 200 ms, measure {a} every week, and revisit when it is exceeded.',
      'I expect a gain of a quarter to a third if the slow part of {a} goes first.',
      'Go ahead, but behind a switch, with the old path kept until the figures are in.',
    ],
  },
  {
    id: 'quality',
    signs: /\b(?:quality|maintainab\w+|readab\w+|tests?|testing|correctness|craft\w*|clean code)\b/i,
    openings: [
      'In terms of quality, {topic} is only as good as what we can verify.',
      'What will still matter about {topic} in a year is how easily it can be changed.',
      'I judge {topic} by its tests and by how a newcomer would read it.',
    ],
    arguments: [
      'The rules around {a} should live in one place, with a test for each of them.',
      'Naming and documentation for {a} are cheap now and expensive later.',
      'At present {b} is coupled too closely to the rest, which makes every change risky.',
      'A small set of end-to-end checks on {a} would catch most regressions.',
      'Reviews should ask what happens when {b} fails, not only when it works.',
    ],
    closings: [
      'I would accept it with tests for {a} and one page that explains the decision.',
      'The quality is sound; the edges of {b} need another pass.',
      'Finish the error handling first, then it is ready to ship.',
    ],
  },
  {
    id: 'skeptic',
    signs: /\b(?:skeptic\w*|sceptic\w*|pessimist\w*|devil'?s? advocate|contrarian|doubt\w*|risks?|opponent|against)\b/i,
    openings: [
      'I am not convinced that {topic} solves the problem we actually have.',
      'Before we agree on {topic}, someone should argue the other side.',
      'The case for {topic} rests on assumptions nobody has tested.',
    ],
    arguments: [
      'The hidden cost is {a}: it will need attention long after the excitement is over.',
      'We have no evidence that {a} is what holds us back, and a cheaper fix may exist.',
      'If {b} goes wrong, the way back is slower than the way in.',
      'Similar efforts around {a} tend to take twice the time and deliver half the benefit.',
      'People who depend on {b} have not been asked yet.',
    ],
    closings: [
      'I would wait until a small experiment with {a} shows a clear gain.',
      'My vote is no for now; bring figures for {b} and I will look again.',
      'If we do it at all, then with a date on which we are allowed to stop.',
    ],
  },
  {
    id: 'optimist',
    signs: /\b(?:optimist\w*|enthusias\w*|visionary|opportunit\w+|positive|advocate|creative|innovat\w+|proponent)\b/i,
    openings: [
      'I see a real opportunity in {topic}.',
      'Yes: {topic} is worth doing, and sooner is better than later.',
      'What excites me about {topic} is how much it makes possible.',
    ],
    arguments: [
      'It would give {a} the attention it has been missing and free people for better work.',
      'Early wins with {a} build confidence, and confidence carries the rest.',
      'The risks around {b} are known and can be handled step by step.',
      'Those who moved on {a} early now have an advantage that is hard to copy.',
      'Even a partial success with {b} would leave us better off than today.',
    ],
    closings: [
      'I would start this month with a small team and a visible goal.',
      'Let us begin with {a} and let the results speak.',
      'My recommendation is a clear yes, with a review after six weeks.',
    ],
  },
  {
    id: 'cost',
    signs: /\b(?:costs?|budget|financ\w+|econom\w+|business|commercial|roi)\b/i,
    openings: [
      'On cost, {topic} has to pay for itself within a year.',
      'The business case for {topic} depends on volume more than on price.',
    ],
    arguments: [
      'The visible expense is {a}, but the larger one is the time of the people who run it.',
      'A pilot limited to {a} would cost about a tenth and answer most questions.',
      'Savings on {b} only count if we really stop paying for what it replaces.',
      'Leaving {b} as it is has a price as well, and nobody tracks it.',
    ],
    closings: [
      'I would release the budget in two parts, the second after the pilot.',
      'It pays if {a} grows as planned; otherwise keep what we have.',
    ],
  },
  {
    id: 'user',
    signs: /\b(?:users?|customers?|ux|usability|accessib\w+|experience|support)\b/i,
    openings: [
      'For the people who use it, {topic} matters only if it makes their day easier.',
      'I asked what {topic} looks like from the other side of the screen.',
    ],
    arguments: [
      'Most of them will meet {a} first, so that is where the words have to be right.',
      'Support requests about {b} would tell us more than another internal meeting.',
      'If {a} changes without warning, trust is lost faster than it was won.',
      'Five short interviews about {a} would settle half of our arguments.',
    ],
    closings: [
      'Do it in small steps and tell people in plain words what changes.',
      'I support it if {a} stays as simple as it is now.',
    ],
  },
  {
    id: 'pragmatist',
    signs: /\b(?:pragmati\w*|practical|realist\w*|engineer|operator|balanced|neutral)\b/i,
    openings: [
      'In practice, {topic} is a question of order rather than of principle.',
      'Both sides have a point on {topic}; what counts is the next step.',
      'The practical answer to {topic} is to do the reversible part first.',
    ],
    arguments: [
      'Start where {a} hurts most and leave the rest alone for a quarter.',
      'Two people can try {a} for two weeks, which costs less than debating it.',
      'Agree beforehand how we will tell whether {b} got better.',
      'Keep the present way for {b} running until the new one has carried real load.',
      'Most of the benefit comes from {a}; the remainder can wait.',
    ],
    closings: [
      'So: a limited trial, a date for the decision, and a written way back.',
      'I would go step by step, beginning with {a}.',
      'My recommendation is a small start now and a review in a month.',
    ],
  },
]
