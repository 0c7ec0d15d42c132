/** Flows for tests of the contract, as clients write them. */
const node = (id: string, kind: string, params: object = {}, more: object = {}) => ({
  id,
  kind,
  title: id,
  params,
  position: { x: 0, y: 0 },
  ...more,
})
const edges = (...list: string[]) =>
  list.map((text, index) => {
    const [from = '', to = ''] = text.split('>')
    const [source, sourcePort] = from.split('.')
    const [target, targetPort] = to.split('.')
    return {
      id: `e${index}`,
      source,
      target,
      ...(sourcePort ? { sourcePort } : {}),
      ...(targetPort ? { targetPort } : {}),
    }
  })
const flow = (nodes: object[], wires: object[], settings: object = {}) => ({
  format: 'quorum.flow/1',
  name: 'test',
  settings,
  nodes,
  edges: wires,
})

/** Three members, chair and all, on a model of the caller's choice. */
export const councilFlow = (model: string) =>
  flow(
    [
      node('q', 'input', { fields: [{ name: 'question', type: 'text', required: true }] }),
      node('council', 'council', {
        members: ['Ada', 'Ben', 'Cyd'].map((name) => ({ name, model, prompt: `You are ${name}.` })),
        chair: { model },
      }),
      node('out', 'output'),
    ],
    edges('q>council', 'council.answer>out'),
    { model },
  )

/** An agent that may book rooms: `POST <toolUrl>/<room>`. */
export const toolFlow = (toolUrl: string) =>
  flow(
    [
      node('q', 'input'),
      node('a', 'agent', {
        model: 'local/any',
        tools: [
          {
            name: 'book',
            description: 'Books a room.',
            kind: 'http',
            params: { method: 'POST', url: `${toolUrl}/{{ input.room }}`, body: '{"for": "{{ input.who }}"}' },
          },
        ],
      }),
      node('out', 'output'),
    ],
    edges('q>a', 'a>out'),
  )

/** `count` items through a body of one template. */
export const poolFlow = (count: number) =>
  flow(
    [
      node('q', 'input'),
      node('list', 'code', { source: `export default () => Array.from({ length: ${count} }, (_, i) => i)` }),
      node('p', 'pool', { concurrency: 16, maxItems: count }),
      node(
        'w',
        'agent',
        { model: 'simulated/standard?latencyMs=4&tokensPerSecond=0', prompt: 'Say {{ item }}' },
        { parent: 'p' },
      ),
      node('out', 'output'),
    ],
    edges('q>list', 'list>p', 'p.summary>out'),
    { concurrency: 16 },
  )

/** A writer sent back by a gate until its third round. */
export const loopFlow = (model = 'simulated/standard?latencyMs=5&tokensPerSecond=400') =>
  flow(
    [
      node('q', 'input'),
      node('writer', 'agent', { model, prompt: 'Write. {{ input }}' }),
      node('gate', 'gate', { check: 'rules', when: 'round >= 3' }),
      node('out', 'output'),
    ],
    edges('q>writer', 'writer>gate', 'gate.fail>writer', 'gate.pass>out'),
  )

/** Three agents race; the first answer is enough. */
export const raceFlow = (model: string) =>
  flow(
    [
      node('q', 'input'),
      ...['a', 'b', 'c'].map((id) => node(id, 'agent', { model, prompt: 'Race' })),
      node('first', 'join', { need: 'n', n: 1, rest: 'cancel', merge: 'first' }),
      node('out', 'output'),
    ],
    edges('q>a', 'q>b', 'q>c', 'a>first', 'b>first', 'c>first', 'first>out'),
  )

/** Three items at once; in each, three rounds of a race between two agents, of whom the first is enough. */
export const raceInLoopInPoolFlow = (model: string) => {
  const inside = { parent: 'p' }
  const agent = (id: string) => node(id, 'agent', { model, prompt: `${id} {{ item }} {{ round }}` }, inside)
  return flow(
    [
      node('q', 'input', { fields: [{ name: 'list', type: 'list', required: true }] }),
      node('each', 'code', { source: 'export default (input) => input.list' }),
      node('p', 'pool', { concurrency: 3 }),
      node('head', 'template', { text: 'round {{ round }} of {{ item }}' }, inside),
      agent('quick'),
      agent('slow'),
      node('first', 'join', { need: 'n', n: 1, rest: 'cancel', merge: 'first' }, inside),
      node('again', 'gate', { check: 'rules', when: 'round >= 3' }, inside),
      node('out', 'output'),
    ],
    edges(
      'q>each',
      'each>p',
      'p.item>head',
      'head>quick',
      'head>slow',
      'quick>first',
      'slow>first',
      'first>again',
      'again.fail>head',
      'again.pass>p.result',
      'p.results>out',
    ),
  )
}

/** One agent fails for good, one answers: whoever joins them must not wait for ever. */
export const failingBranchFlow = (model: string) =>
  flow(
    [
      node('q', 'input'),
      node('good', 'agent', { model, prompt: 'Answer' }),
      node('bad', 'code', { source: 'export default () => { throw new Error("no") }' }),
      node('join', 'join', { need: 'all' }),
      node('out', 'output'),
    ],
    edges('q>good', 'q>bad', 'good>join', 'bad>join', 'join>out'),
  )

/** So many agents at once, and a join that waits for all. */
export const fanOutFlow = (model: string, width: number) => {
  const ids = Array.from({ length: width }, (_, index) => `a${index}`)
  return flow(
    [
      node('q', 'input'),
      ...ids.map((id) => node(id, 'agent', { model, prompt: `Answer as ${id}` })),
      node('all', 'join', { need: 'all' }),
      node('out', 'output'),
    ],
    edges(...ids.flatMap((id) => [`q>${id}`, `${id}>all`]), 'all>out'),
  )
}

/** Items through a body of two agents in a row. */
export const agentPoolFlow = (model: string, count: number) =>
  flow(
    [
      node('q', 'input'),
      node('list', 'code', { source: `export default () => Array.from({ length: ${count} }, (_, i) => i)` }),
      node('p', 'pool', { concurrency: 4 }),
      node('read', 'agent', { model, prompt: 'Read {{ item }}' }, { parent: 'p' }),
      node('write', 'agent', { model, prompt: 'Write {{ input }}' }, { parent: 'p' }),
      node('out', 'output'),
    ],
    edges('q>list', 'list>p', 'p.item>read', 'read>write', 'write>p.result', 'p.results>out'),
  )

/** A person is asked beside an agent, and a timer runs in between. */
export const approvalFlow = (model: string) =>
  flow(
    [
      node('q', 'input'),
      node('before', 'agent', { model, prompt: 'Prepare' }),
      node('ok', 'approval', { approvals: 2 }),
      node('pause', 'wait', { for: 'time', ms: 300 }),
      node('beside', 'agent', { model, prompt: 'Meanwhile' }),
      node('after', 'agent', { model, prompt: 'Go on' }),
      node('all', 'join', { need: 'all' }),
      node('out', 'output'),
    ],
    edges(
      'q>before',
      'before>ok',
      'ok.approved>pause',
      'pause>after',
      'q>beside',
      'after>all',
      'beside>all',
      'all>out',
    ),
  )

/** Three agents in a row, each tried once. */
export const failingOnceFlow = (model: string) =>
  flow(
    [
      node('q', 'input'),
      ...['first', 'second', 'third'].map((id) =>
        node(id, 'agent', { model, prompt: 'Say something' }, { policy: { attempts: 1 } }),
      ),
      node('out', 'output'),
    ],
    edges('q>first', 'first>second', 'second>third', 'third>out'),
  )

/** One step that runs another flow. */
export const callFlow = (flowId: string) =>
  flow([node('q', 'input'), node('c', 'call', { flowId }), node('out', 'output')], edges('q>c', 'c>out'))
