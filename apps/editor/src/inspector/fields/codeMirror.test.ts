import { CompletionContext } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import { describe, expect, test, vi } from 'vitest'
import { inCondition, inTemplate, mountCode } from './codeMirror.ts'

const names = [
  { group: 'What arrives', label: 'Input', path: 'input' },
  { group: 'Steps before', label: 'Draft', path: 'nodes.draft' },
]
const at = (doc: string, explicit = false) => {
  const pos = doc.indexOf('^')
  return new CompletionContext(EditorState.create({ doc: doc.replace('^', '') }), pos, explicit)
}

describe('completion', () => {
  test('in a template names are offered between the braces, and close them', () => {
    expect(inTemplate(at('Say {{ in^'), names)).toMatchObject({
      from: 7,
      options: [
        { label: 'input', apply: 'input }}' },
        { label: 'nodes.draft', apply: 'nodes.draft }}' },
      ],
    })
    expect(inTemplate(at('Say {{^'), names)?.options[0]).toMatchObject({ apply: ' input }}' })
    expect(inTemplate(at('Say {{ ^ }}'), names)?.options[0]).toMatchObject({ apply: 'input' })
    expect(inTemplate(at('Say {{ in^}}'), names)?.options[0]).toMatchObject({ apply: 'input ' })
    expect(inTemplate(at('Say in^'), names)).toBeNull()
  })

  test('in a condition names and what the engine lets one call', () => {
    const found = inCondition(at('input.score > 1 && si^'), names)
    expect(found?.from).toBe(19)
    expect(found?.options.map(({ label }) => label)).toEqual(expect.arrayContaining(['input', 'nodes.draft', 'size']))
    expect(inCondition(at('1 ^'), names)).toBeNull()
    expect(inCondition(at('1 ^', true), names)).not.toBeNull()
  })
})

test('what is typed is told, what comes from elsewhere is shown and not told again', () => {
  const onChange = vi.fn()
  const host = document.body.appendChild(document.createElement('div'))
  const field = mountCode(host, { id: 'f', label: 'Source', mode: 'javascript', text: 'a', names: () => [], onChange })
  field.setText('export default (input) => input')
  expect(host.textContent).toContain('export default')
  expect(host.querySelector('[role=textbox]')?.getAttribute('aria-label')).toBe('Source')
  expect(onChange).not.toHaveBeenCalled()
  field.destroy()
})
