/** What a person can do about a failure; the card turns each into a button. The first is the likeliest to help. */
export type Remedy = 'retry' | 'edit' | 'model' | 'budget'

export interface FailureWords {
  /** In plain words, about “the step”; the failure's own message follows it. */
  readonly happened: string
  readonly why: string
  readonly remedies: readonly Remedy[]
}

const words = (happened: string, why: string, ...remedies: readonly Remedy[]): FailureWords => ({
  happened,
  why,
  remedies,
})

/** One line per failure code (CATALOGUE §7.3 and the kinds' own): the only place that knows what codes mean to people. */
const table: Readonly<Record<string, FailureWords>> = {
  // Memory
  'memory-type': words(
    'What came does not fit what is remembered under that key.',
    'Numbers cannot be added to text, nor fields to a list. Choose another way to join them, or another key.',
    'edit',
    'retry',
  ),
  'memory-full': words(
    'The run’s memory is full.',
    'A run remembers up to 1,000 keys of 64 KiB each. Keep less, or sum it up before it is kept.',
    'edit',
    'retry',
  ),
  'no-checkpoint': words(
    'There is nothing to go back to.',
    'The checkpoint of that name has not been made yet when it is restored. Make it before.',
    'edit',
    'retry',
  ),
  stuck: words(
    'A step that was done could not be undone.',
    'A later step failed, and taking this one back failed, too. Look at what is left and take it back by hand.',
    'retry',
    'edit',
  ),
  // Guards
  'circuit-open': words(
    'The step was not tried, because it had failed too often just before.',
    'A circuit breaker keeps from calling what does not work. It lets one call through after a while; see what failed before.',
    'retry',
    'edit',
  ),
  'over-limit': words(
    'It was stopped, because it had spent more than it may.',
    'A watchdog around it allows only so many calls or so much money. Allow more, or connect its alarms and go on without the result.',
    'edit',
    'retry',
  ),
  'health-check': words(
    'The result did not pass a check, even in the last try.',
    'Something came out, but not what was asked for. Loosen the check, allow more tries, or change the instructions.',
    'edit',
    'retry',
    'model',
  ),
  'no-result': words(
    'Nothing came out of what was tried.',
    'The steps inside ran, but none gave a result at the end. Connect one to the result, or see which way it took.',
    'edit',
    'retry',
  ),
  // Agents with tools
  turns: words(
    'The agent used up its turns.',
    'It was still calling tools when its last turn came. Allow more turns, let it answer with what it knows, or make the task smaller.',
    'edit',
    'retry',
  ),
  'invalid-tool': words('A tool of the agent is not set up.', 'Its settings do not say all that it needs.', 'edit'),
  'unknown-tool': words('A tool of the agent does not exist.', 'This version has no such kind of tool.', 'edit'),
  'unknown-flow': words(
    'The workflow that was to be called is not there.',
    'None is chosen, or it was deleted since. Choose another one, or bring it back from the bin.',
    'edit',
    'retry',
  ),
  'tool-error': words(
    'The tool could not do what it was asked.',
    'It was reached, and answered that something is wrong. Look at what it was given.',
    'edit',
    'retry',
  ),
  'tool-changed': words(
    'The tool is no longer the one that was chosen.',
    'Its server describes it otherwise now, so it was not called. Look at the tool, and choose it again if you trust it.',
    'edit',
  ),
  'not-supported': words('This server cannot do that.', 'It has no such service.', 'edit'),
  // Patterns
  'no-plan': words(
    'There was no plan to work on.',
    'The model that makes the plan answered without usable tasks, even when asked again. Say more clearly what the tasks should look like, or choose another model.',
    'retry',
    'model',
    'edit',
  ),
  'too-many-tasks': words(
    'The plan has more tasks than are allowed.',
    'It is refused rather than cut short. Allow more tasks, or ask for a coarser plan.',
    'edit',
    'retry',
  ),
  'tasks-failed': words(
    'Too many of the tasks failed.',
    'The result would have been made of what is missing. Its parts say why each one failed.',
    'retry',
    'model',
  ),
  'scouts-failed': words(
    'Nobody who looked around came back with anything.',
    'All scouts failed, so there is nothing to plan from.',
    'retry',
    'model',
  ),
  'deploy-failed': words(
    'The last stage failed.',
    'What was built is still there; only handing it over went wrong.',
    'retry',
    'edit',
  ),
  'duplicate-id': words('Two things have the same id.', 'Results are kept by id, so each may stand only once.', 'edit'),
  'no-specialist': words(
    'No specialist was named for the task.',
    'The coordinator named somebody who is not on the team, even when asked again. Add that specialist, or one for everything else.',
    'edit',
    'model',
    'retry',
  ),
  'no-handler': words(
    'Nobody could handle the request.',
    'Every handler declined. Add one at the end that takes whatever is left.',
    'edit',
    'retry',
  ),
  'not-accepted': words(
    'No answer was accepted.',
    'Every level was tried, the last one too. Lower what is asked for, or put a stronger model last.',
    'edit',
    'model',
  ),
  // The model or service that was asked, or the way to it
  'rate-limit': words(
    'The step was turned away: too many calls at once.',
    'The account allows only so many calls a minute, and this run made more. Waiting a little usually helps; so does a lower “At once” in the workflow’s settings.',
    'retry',
    'model',
  ),
  overloaded: words(
    'The model’s provider was too busy to answer.',
    'Too many people use it right now. It usually passes within minutes.',
    'retry',
    'model',
  ),
  server: words(
    'The model or service had a problem of its own.',
    'Nothing in your workflow caused it. It usually passes within minutes.',
    'retry',
    'model',
  ),
  timeout: words(
    'The step took too long and was given up.',
    'The model or the person it waited for did not answer in the time allowed. Allow more time in the step’s settings, or try again.',
    'retry',
    'edit',
    'model',
  ),
  connection: words(
    'The connection to the model or service failed.',
    'This computer is offline, the address is wrong, or nothing is running there.',
    'retry',
    'model',
  ),
  auth: words(
    'The key was refused.',
    'The key is missing, mistyped, expired, or not allowed to do this.',
    'model',
    'edit',
    'retry',
  ),
  quota: words(
    'The account is used up.',
    'Its credit or monthly limit is exhausted. Trying again helps only after it was topped up.',
    'model',
    'retry',
  ),
  'not-found': words(
    'The model or address does not exist.',
    'Its name is mistyped, it was withdrawn, or this account may not see it.',
    'model',
    'edit',
  ),
  'unknown-model': words(
    'The step names a model that this server does not know.',
    'Its name is mistyped, or its provider is not set up.',
    'model',
  ),
  'invalid-request': words(
    'The request was not accepted.',
    'A setting does not suit what was asked: the prompt may be too long, or a value out of range.',
    'edit',
    'model',
  ),
  'context-window': words(
    'The text is too long for this model.',
    'Instructions, input and what came before add up to more than it can read at once. Send less, or choose a model that reads more.',
    'edit',
    'model',
  ),
  'model-error': words(
    'The model gave no usable answer.',
    'It stopped early, or answered with nothing. Another try often works.',
    'retry',
    'model',
  ),
  schema: words(
    'The model answered in the wrong shape.',
    'The step asks for certain fields, and the answer did not have them. A clearer instruction or a stronger model helps.',
    'retry',
    'edit',
    'model',
  ),
  'content-filter': words(
    'The model declined to answer.',
    'Its safety rules took the text for something it must not help with. Say it in another way, or ask another model.',
    'edit',
    'model',
  ),
  'too-large': words(
    'The answer was too long to keep.',
    'The step asked for more text than one answer may hold. Ask for less at once.',
    'edit',
  ),

  // Code, rules and templates
  'code-error': words(
    'The code of this step stopped with an error.',
    'The code does not expect what it was given, or has a mistake in it.',
    'edit',
    'retry',
  ),
  'code-syntax': words(
    'The code of this step cannot be read.',
    'Something is mistyped in it: a bracket, a quote, a name.',
    'edit',
  ),
  'code-output': words(
    'The code of this step gave something that cannot be used.',
    'It must return a value that can be written as JSON, in the shape the step asks for.',
    'edit',
  ),
  'code-timeout': words(
    'The code of this step did not stop in time.',
    'It loops for ever, or does too much at once.',
    'edit',
    'retry',
  ),
  'code-memory': words(
    'The code of this step used too much memory.',
    'It builds something very large. Work on less at once.',
    'edit',
  ),
  'sandbox-busy': words(
    'There was no free place to run the code.',
    'Too many steps run code at the same moment. Fewer “At once” helps; so does trying again.',
    'retry',
    'edit',
  ),
  'condition-error': words(
    'The rule of this step could not be worked out.',
    'It names something that is not there, or compares things that cannot be compared.',
    'edit',
  ),
  'template-error': words(
    'A text of this step could not be filled in.',
    'A placeholder in it is mistyped or takes too long.',
    'edit',
  ),
  'missing-value': words(
    'The step needs a value that is not there.',
    'A step before it gave a result without that field, or did not run this time.',
    'edit',
    'retry',
  ),
  'invalid-param': words('A setting of this step does not make sense.', 'Its value is not of the right kind.', 'edit'),
  'not-supported-yet': words(
    'The step is set to something that cannot be run yet.',
    'This version of Quorum does not have it. Choose another setting.',
    'edit',
  ),

  // Lists, joins, votes and rounds
  'not-a-list': words(
    'The step works on a list, and did not get one.',
    'The step before it gives a single value or text. Let it give a list, or name the field that holds the list.',
    'edit',
  ),
  'too-many-items': words(
    'The list has more entries than this step allows.',
    'The step before it gave a longer list than expected. Raise the limit, or send less.',
    'edit',
  ),
  'pool-failed': words(
    'Too many entries of the list failed.',
    'Single items failed; the list of items says which and why. They can be tried again on their own.',
    'retry',
    'edit',
  ),
  blocked: words(
    'It never began: a task it depends on did not get done.',
    'Look at the task it waits for. Once that one is mended, try again.',
    'retry',
  ),
  'dependency-cycle': words(
    'Some tasks wait for each other in a circle.',
    'None of them could ever begin. Take one “dependsOn” out of the circle.',
    'edit',
  ),
  'too-few-answers': words(
    'Too few members answered for a council to decide.',
    'Some members failed: look inside for the first one. Their model may be busy or not set up.',
    'retry',
    'edit',
  ),
  'chair-failed': words(
    'The chair of the council gave no answer.',
    'The model of the chair failed after the members had answered. Their answers are kept.',
    'retry',
    'edit',
  ),
  'too-many-candidates': words(
    'The vote has more candidates than it can count.',
    'Every different answer counts as a candidate. Let the voters choose from a fixed list.',
    'edit',
  ),
  'all-failed': words(
    'Every one of the agents failed.',
    'They share a cause: the model may be busy, not set up, or not understand the task. Look inside for the first one.',
    'retry',
    'edit',
    'model',
  ),
  'swarm-failed': words(
    'Fewer than half of the agents of the swarm found something.',
    'Their answers had no steps or no score from 0 to 1, or their model failed. Look inside for the first one.',
    'retry',
    'edit',
    'model',
  ),
  'no-steps': words(
    'An agent of the swarm gave a solution without steps.',
    'Trails are laid on steps. Say in its instructions that a solution is a list of short steps.',
    'retry',
    'edit',
  ),
  'bad-quality': words(
    'A solution got no score from 0 to 1.',
    'Whoever judges must give a number from 0 to 1. Say so in its instructions, or mend the function.',
    'retry',
    'edit',
  ),
  'part-failed': words(
    'A part of the task failed.',
    'The task needs all of its parts. Look inside for the first one that failed, or let it go on without.',
    'retry',
    'edit',
  ),
  'no-majority': words(
    'The versions gave different answers, and none has a majority.',
    'The record shows who answered what. Ask more versions, or let a judge choose.',
    'retry',
    'edit',
  ),
  'nobody-speaks': words(
    'Nobody in the conversation could be heard.',
    'Every participant failed for two rounds, or answered with nothing. Their model may be busy or not set up.',
    'retry',
    'edit',
    'model',
  ),
  'no-progress': words(
    'Too many steps of the plan failed.',
    'The plan was mended as often as allowed. Look inside for the steps that failed, or make the goal smaller.',
    'retry',
    'edit',
  ),
  'no-thoughts': words(
    'Nobody proposed a first step.',
    'The search had nothing to begin with. The model may be busy or not set up, or not understand the problem.',
    'retry',
    'edit',
    'model',
  ),
  'nobody-acts': words(
    'No expert could begin.',
    'Each waits for something that is not on the board. Let one of them need “facts”, or loosen its condition.',
    'retry',
  ),
  'no-bid': words(
    'Nobody bid for the task.',
    'It was announced twice. Their reasons are in the message: the price limit may be too low, or nobody is fit for it.',
    'retry',
    'edit',
  ),
  'branch-failed': words(
    'A branch inside this step failed.',
    'The step needs all of its branches. Look inside for the one that failed, or let it go on without.',
    'retry',
    'edit',
  ),
  'merge-conflict': words(
    'The branches say different things under the same name.',
    'Their results were to be put together, and they contradict each other. Say what counts then, or give them names.',
    'edit',
  ),
  coverage: words(
    'Too little of the text was worked through.',
    'Some pieces failed, and the rest is less than this step asks for. The failed pieces can be tried again.',
    'retry',
    'edit',
  ),
  'below-threshold': words(
    'The result was not good enough.',
    'It scored lower than this step asks for. Ask for less, allow more tries, or say more clearly what is wanted.',
    'edit',
    'retry',
  ),
  'no-consensus': words(
    'The agents did not agree.',
    'No answer was given by enough of them. Ask for less agreement, or ask more clearly.',
    'edit',
    'retry',
  ),
  'empty-answer': words(
    'The model answered with nothing.',
    'It stopped early or had nothing to say. Another try often works.',
    'retry',
    'model',
  ),
  'no-margin': words(
    'No number of votes would make it sure enough.',
    'The model is right too seldom: votes only help one that is right more than half of the time. Take a stronger model, give a clearer strategy, or set the lead yourself.',
    'model',
    'edit',
  ),
  'no-valid-response': words(
    'None of the answers could be used.',
    'Every one was thrown away: too long, or not in the form that was asked for. Look at one of them; allow longer answers, or choose another model.',
    'model',
    'edit',
    'retry',
  ),
  undecided: words(
    'The vote did not decide.',
    'There was a tie, too few voices, or no choice with enough of them. A tie-break or an odd number of voters helps.',
    'edit',
    'retry',
  ),
  'max-iterations': words(
    'It was repeated as often as allowed and still not good enough.',
    'The check that ends the rounds never passed. Loosen it, allow more rounds, or say what happens at the limit.',
    'edit',
    'retry',
  ),
  'second-live': words(
    'Two results came where only one was expected.',
    'This join takes the first and allows no second. Two branches ran that should exclude each other.',
    'edit',
  ),
  unsatisfiable: words(
    'The step waits for more results than can still come.',
    'Steps before it were skipped or failed, so that its condition can no longer be met.',
    'edit',
    'retry',
  ),
  'upstream-failed': words(
    'A step before this one failed.',
    'Nothing is wrong here. Look at the step that failed first.',
    'retry',
  ),

  // The run as a whole
  'invalid-input': words(
    'The input of the run does not fit.',
    'A required field is empty, or a value is not of its kind.',
    'edit',
  ),
  budget: words(
    'The budget of this run is used up.',
    'The run needed more than it was allowed. What is done so far is kept.',
    'budget',
    'edit',
  ),
  cancelled: words('The step was stopped.', 'Somebody stopped it, or the run ended before it was done.', 'retry'),
  deadlock: words(
    'The run came to a halt: steps wait for each other.',
    'A connection is missing, or two steps each need the other’s result first.',
    'edit',
  ),
  internal: words(
    'Something broke inside Quorum.',
    'This is a mistake of ours, not of your workflow. The raw message helps us find it.',
    'retry',
  ),
}

const unknown = words('The step failed.', 'The message below is all that is known.', 'retry', 'edit')

/** The words for a failure code; a code of the future gets the plainest ones. */
export const failureWords = (code: string): FailureWords => (Object.hasOwn(table, code) ? table[code] : null) ?? unknown

export const knownCodes: readonly string[] = Object.keys(table)
