import { conditionNames, conditionProblem, optionalConditionNames } from '../expr/condition.ts'
import { templateNames, templateProblem } from '../expr/template.ts'
import type { NodeDefinition } from '../node.ts'
import { type Checked, type CheckedEdge, type CheckedNode, name } from './checked.ts'
import type { FlowIssue } from './issue.ts'

/** Templates and conditions: do they read, and is what they mention there? An unknown name is an issue before the run, not an empty text in it. */
export function checkNames(checked: Checked, issues: FlowIssue[]): void {
  const context = new Names(checked)
  for (const at of checked.nodes.values()) {
    if (at.params === null) continue
    const report = (path: string, code: string, message: string) =>
      issues.push({
        code,
        severity: 'error',
        message: `“${name(at.node)}”, ${path}: ${message}`,
        nodeId: at.node.id,
        path: `${at.place}.params.${path}`,
      })
    for (const { path, text, own } of at.definition.templates(at.params)) {
      const problem = templateProblem(text)
      if (problem) report(path, 'template-syntax', problem)
      else
        for (const used of templateNames(text)) if (!own?.includes(used[0] ?? '')) context.check(at, used, path, report)
    }
    for (const { path, when, own } of at.definition.conditions(at.params)) {
      const problem = conditionProblem(when)
      if (problem) {
        report(path, 'condition-syntax', problem)
        continue
      }
      const optional = new Set(optionalConditionNames(when).map((used) => used.join('\0')))
      for (const used of conditionNames(when))
        if (!optional.has(used.join('\0')) && !own?.includes(used[0] ?? '')) context.check(at, used, path, report)
    }
  }
}

type Report = (path: string, code: string, message: string) => void

class Names {
  readonly #checked: Checked
  readonly #byTitle = new Map<string, CheckedNode[]>()
  readonly #ins = new Map<string, CheckedEdge[]>()
  readonly #upstream = new Map<string, ReadonlySet<string>>()
  readonly #looped = new Set<string>()

  constructor(checked: Checked) {
    this.#checked = checked
    for (const node of checked.nodes.values())
      if (node.node.title) this.#byTitle.set(node.node.title, [...(this.#byTitle.get(node.node.title) ?? []), node])
    for (const edge of checked.edges)
      this.#ins.set(edge.edge.target, [...(this.#ins.get(edge.edge.target) ?? []), edge])
    for (const edge of checked.back)
      for (const id of this.#before(edge.edge.source)) this.#looped.add(id).add(edge.edge.source)
  }

  check(at: CheckedNode, used: readonly string[], path: string, report: Report): void {
    const [root, second, third] = used
    const shown = used.join('.')
    switch (root) {
      case 'input':
        if (second !== undefined) this.#field(this.#inputFields(at), second, shown, path, report)
        return
      case 'nodes':
        if (second !== undefined) this.#node(at, second, third, shown, path, report)
        return
      case 'item':
      case 'index':
        if (
          !this.#isIn(at, (around) => around.container !== undefined || around.sample !== undefined) &&
          !this.#isThreaded(at)
        )
          report(path, 'unknown-name', `“${shown}” is only there inside a body that runs once per item.`)
        return
      case 'round':
        if (!this.#looped.has(at.node.id) && !this.#isLooped(at))
          report(path, 'unknown-name', '“round” is only there inside a loop.')
        return
      case 'state':
        if (!this.#isLooped(at)) report(path, 'unknown-name', '“state” is only there inside the body of a loop.')
        return
      case 'memory':
        return
      case 'run':
        if (second !== undefined && second !== 'id')
          report(path, 'unknown-name', `“${shown}” does not exist. “run.id” does.`)
        return
      default:
        report(
          path,
          'unknown-name',
          `“${shown}” is not known here. Use “input”, “nodes.<a node before this one>”, “memory” or “run.id”.`,
        )
    }
  }

  /** A loop's own condition speaks of its rounds, too. */
  #isLooped(at: CheckedNode): boolean {
    return at.definition.loop !== undefined || this.#isIn(at, (around) => around.loop !== undefined)
  }

  /** Does it lie in the body of a container of that sort? */
  #isIn(at: CheckedNode, sort: (around: NodeDefinition) => boolean): boolean {
    for (let up = this.#checked.nodes.get(at.node.parent ?? ''); up; up = this.#checked.nodes.get(up.node.parent ?? ''))
      if (sort(up.definition)) return true
    return false
  }

  /** Behind a join that goes on with every branch alone, the item is what the branch gave. */
  #isThreaded(at: CheckedNode): boolean {
    for (let up: CheckedNode | undefined = at; up; up = this.#checked.nodes.get(up.node.parent ?? ''))
      if (this.#checked.around.has(up.node.id)) return true
    return false
  }

  #node(at: CheckedNode, alias: string, field: string | undefined, shown: string, path: string, report: Report): void {
    const titled = this.#byTitle.get(alias) ?? []
    const byId = this.#checked.nodes.get(alias)
    const target = byId ?? titled[0]
    const unknown = (why: string) => report(path, 'unknown-name', `“${shown}”: ${why}`)
    if (!target) unknown(`there is no node “${alias}”.`)
    else if (!byId && titled.length > 1)
      report(
        path,
        'ambiguous-name',
        `“${shown}”: ${titled.length} nodes are called “${alias}”. Rename one, or use the id.`,
      )
    else if (!this.#isBefore(at, target)) unknown(`“${alias}” does not come before this node, so it has no result yet.`)
    else if (!this.#isVisible(at, target))
      unknown(`“${alias}” runs once per branch. Take what it gave from the join that collects it.`)
    else if (field !== undefined) this.#field(fieldsOf(target), field, shown, path, report)
  }

  #field(known: readonly string[] | null, field: string, shown: string, path: string, report: Report): void {
    if (known && !known.includes(field))
      report(
        path,
        'unknown-name',
        `“${shown}” does not exist. ${known.length > 0 ? `There is ${known.map((one) => `“${one}”`).join(', ')}.` : 'It has no fields.'}`,
      )
  }

  /** What is known of the input: only when a single node feeds it through one edge. */
  #inputFields(at: CheckedNode): readonly string[] | null {
    const ins = (this.#ins.get(at.node.id) ?? []).filter((edge) => edge.target.node.id !== edge.source.node.parent)
    const [only] = ins
    if (
      ins.length !== 1 ||
      !only ||
      only.sourcePort !== only.source.ports.outputs[0]?.id ||
      only.scope === only.source.node.id
    )
      return null
    return fieldsOf(only.source)
  }

  /** Upstream in the same body, or of a container around it. */
  #isBefore(at: CheckedNode, target: CheckedNode): boolean {
    for (
      let from: CheckedNode | undefined = at;
      from;
      from = from.node.parent === undefined ? undefined : this.#checked.nodes.get(from.node.parent)
    )
      if (this.#before(from.node.id).has(target.node.id)) return true
    return false
  }

  /** What runs in threads is known only inside the very same ones. */
  #isVisible(at: CheckedNode, target: CheckedNode): boolean {
    const threads = this.#checked.around.get(target.node.id) ?? []
    let from: CheckedNode | undefined = at
    while (from && from.node.parent !== target.node.parent) from = this.#checked.nodes.get(from.node.parent ?? '')
    const own = this.#checked.around.get(from?.node.id ?? '') ?? []
    return threads.every((join, depth) => own[depth] === join)
  }

  #before(id: string): ReadonlySet<string> {
    const known = this.#upstream.get(id)
    if (known) return known
    const found = new Set<string>()
    const work = [id]
    for (let node = work.pop(); node !== undefined; node = work.pop())
      for (const { edge, source, target } of this.#ins.get(node) ?? []) {
        if (source.node.id === target.node.parent || target.node.id === source.node.parent || found.has(edge.source))
          continue
        found.add(edge.source)
        work.push(edge.source)
      }
    this.#upstream.set(id, found)
    return found
  }
}

const fieldsOf = ({ definition, params }: CheckedNode): readonly string[] | null =>
  params === null ? null : (definition.fields?.(params) ?? null)
