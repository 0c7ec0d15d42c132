import type { FlowIssue, FlowNode, TemplateParam } from '@quorum/engine'
import { z } from 'zod'
import { duplicates, issue, model, template, templateParams } from '../params.ts'

/** Somebody who takes part: a name, a model, instructions. */
export const Person = z.looseObject({
  name: z.string().min(1).max(64).meta({ title: 'Name', description: 'Shown on the canvas and in the results.' }),
  model: model(),
  prompt: template('Instructions', 'Who this is and how it should work.'),
})
export type Person = z.infer<typeof Person>

interface Told {
  readonly title: string
  readonly description: string
}

export const people = (told: Told, initial: z.input<typeof Person>[], min = 1, max = 50) =>
  z
    .array(Person)
    .min(min)
    .max(max)
    .default(initial as Person[])
    .meta({ ...told })

/** What is asked, where it is the same for everybody. */
export const task = (title = 'Task', description = 'What is asked. {{ input }} is what reaches this node.') =>
  template(title, description, '{{ input }}')

export const promptsOf = (
  param: string,
  list: readonly { readonly prompt: string; readonly model?: string | undefined }[],
) =>
  list.flatMap(({ prompt, model }, i): TemplateParam[] =>
    templateParams({ [`${param}[${i}].prompt`]: prompt, [`${param}[${i}].model`]: model }),
  )

export const namesOf = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name)

/** Names become keys of results: each must stand for one. */
export const sameNames = (node: FlowNode, param: string, list: readonly { readonly name: string }[]): FlowIssue[] =>
  duplicates(namesOf(list)).map((name) =>
    issue(node, 'duplicate-name', param, `Two of them are called “${name}”. Rename one.`),
  )
