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
    signs: /\b(?:security|secure|attacker|threats?|privacy|vulnerab\w*)\b/gi,
    openings: [
      'Seen with an attacker’s eyes, {topic} mostly moves the point where trust begins.',
      'From a security point of view, {topic} is acceptable only with clear boundaries.',
      'The first thing I check on {topic} is who may reach what.',
    ],
    arguments: [
      'Every input around {a} has to be treated as hostile until it has been checked on our side.',
      'Access to {a} should follow least privilege, with keys that can be revoked one by one.',
      'The weak spot lies in {b}: without an audit trail we would not even notice misuse.',
      'Secrets must stay out of logs and prompts, and around {a} they tend to leak.',
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
    signs: /\b(?:performance|latency|throughput|speed|memory|scal\w+|efficien\w+|fast)\b/gi,
    openings: [
      'For performance, {topic} comes down to what sits on the hot path.',
      'I would measure before arguing: {topic} can cost nothing or everything, depending on load.',
      'The numbers that decide {topic} are the 99th percentile and the cost per request.',
    ],
    arguments: [
      'Work on {a} that does not have to happen at once can be batched or put in a queue.',
      'The likely bottleneck lies in {a}, where each extra round trip adds directly to what people wait.',
      'Caching {b} is tempting, but only with a clear rule for when an entry is stale.',
      'A load test with three times the present traffic would show whether we can rely on {a}.',
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
    signs: /\b(?:quality|maintainab\w+|readab\w+|tests?|testing|correctness|clarity|clean code|structure|craft\w*)\b/gi,
    openings: [
      'In terms of quality, {topic} is only as good as what we can verify.',
      'What will still matter about {topic} in a year is how easily it can be changed.',
      'I judge {topic} by its tests and by how a newcomer would read it.',
    ],
    arguments: [
      'The rules around {a} should live in one place, with a test for each of them.',
      'Naming and documentation for {a} are cheap now and expensive later.',
      'At present there is too much coupling around {b}, which makes every change risky.',
      'A small set of end-to-end checks on {a} would catch most regressions.',
      'Reviews should ask what happens when there is a failure in {b}, not only when it works.',
    ],
    closings: [
      'I would accept it with tests for {a} and one page that explains the decision.',
      'The quality is sound; the edges of {b} need another pass.',
      'Finish the error handling first, then it is ready to ship.',
    ],
  },
  {
    id: 'skeptic',
    signs:
      /\b(?:go wrong|skeptic\w*|sceptic\w*|pessimist\w*|devil'?s? advocate|contrarian|doubt\w*|risks?|opponent)\b/gi,
    openings: [
      'I am not convinced that {topic} solves the problem we actually have.',
      'Before we agree on {topic}, someone should argue the other side.',
      'The case for {topic} rests on assumptions nobody has tested.',
    ],
    arguments: [
      'The hidden cost lies in {a}, which will need attention long after the excitement is over.',
      'We have no evidence that the trouble comes from {a}, and a cheaper fix may exist.',
      'If something goes wrong with {b}, the way back is slower than the way in.',
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
    signs:
      /\b(?:go right|best way forward|optimist\w*|enthusias\w*|visionary|opportunit\w+|positive|advocate|creative|innovat\w+|proponent)\b/gi,
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
    signs: /\b(?:costs?|budget|financ\w+|econom\w+|business|commercial|roi)\b/gi,
    openings: [
      'On cost, {topic} has to pay for itself within a year.',
      'The business case for {topic} depends on volume more than on price.',
    ],
    arguments: [
      'The visible expense lies in {a}, but the larger one is the time of the people who run it.',
      'A pilot limited to {a} would cost about a tenth and answer most questions.',
      'Savings on {b} only count if we really stop paying for what it replaces.',
      'Leaving {b} as it is has a price as well, and nobody tracks it.',
    ],
    closings: [
      'I would release the budget in two parts, the second after the pilot.',
      'It pays if the use of {a} grows as planned; otherwise keep what we have.',
    ],
  },
  {
    id: 'user',
    signs: /\b(?:users?|customers?|ux|usability|accessib\w+|experience|support)\b/gi,
    openings: [
      'For the people who use it, {topic} matters only if it makes their day easier.',
      'I asked what {topic} looks like from the other side of the screen.',
    ],
    arguments: [
      'Most of them will meet {a} first, so that is where the words have to be right.',
      'Support requests about {b} would tell us more than another internal meeting.',
      'If there is a change to {a} without warning, trust is lost faster than it was won.',
      'Five short interviews about {a} would settle half of our arguments.',
    ],
    closings: [
      'Do it in small steps and tell people in plain words what changes.',
      'I support it if nothing about {a} gets harder than it is now.',
    ],
  },
  {
    id: 'writer',
    signs: /\b(?:writer|author|copywriter|journalist|poet|write short)\b/gi,
    openings: [
      'There is more to {topic} than it seems at first.',
      'Few subjects are as close to daily work, and as seldom talked about, as {topic}.',
      '{topic}: it sounds like a detail and turns out to decide a lot.',
    ],
    arguments: [
      'Most of us meet {a} every day and hardly ever stop to ask what that costs.',
      'Last spring a project went wrong twice over {b}, only because nobody remembered why it had been done that way.',
      'Once people talk openly about {a}, discussions get shorter and their results better.',
      'It takes ten minutes, one page, and a little discipline about {b}.',
      'Newcomers notice it first: with clear words on {a}, they ask better questions in their first week.',
      'None of this needs a new tool; {b} and an honest sentence are enough.',
    ],
    closings: [
      'Start with {a} tomorrow, and in a month nobody will want to go back.',
      'So the next time there is talk of {b}, write it down before you argue about it.',
    ],
  },
  {
    id: 'pragmatist',
    signs:
      /\b(?:what works|next steps?|effort|pragmati\w*|practical|realist\w*|engineer|operator|balanced|neutral)\b/gi,
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

/** Who speaks when the prompt gives no outlook: views anybody may hold. */
export const commonVoices: readonly Voice[] = voices.filter(({ id }) =>
  ['pragmatist', 'optimist', 'skeptic', 'user', 'cost'].includes(id),
)
