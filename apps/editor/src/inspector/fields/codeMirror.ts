import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { nonce } from '../../ui/nonce.ts'
import type { NameChoice } from '../names.ts'
import type { CodeMode } from './codePreference.ts'
import { conditionTokens, templateTokens } from './codeTokens.ts'

interface Given {
  readonly id: string
  readonly label: string
  readonly mode: CodeMode
  readonly text: string
  readonly names: () => readonly NameChoice[]
  readonly onChange: (text: string) => void
}

/** Puts CodeMirror into `host`. Tab leaves the field: it must never be a trap for the keyboard. */
export function mountCode(host: HTMLElement, { id, label, mode, text, names, onChange }: Given) {
  let telling = true
  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      doc: text,
      extensions: [
        ...(nonce === undefined ? [] : [EditorView.cspNonce.of(nonce)]),
        languageOf(mode, names),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        syntaxHighlighting(colours),
        EditorView.lineWrapping,
        overSelection,
        EditorView.contentAttributes.of({ id, 'aria-label': label, 'aria-describedby': `${id}-help` }),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && telling) onChange(update.state.doc.toString())
        }),
      ],
    }),
  })
  return {
    /** What was changed elsewhere: undone, or picked from a menu. */
    setText(next: string): void {
      if (view.state.doc.toString() === next) return
      telling = false
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } })
      telling = true
    },
    focus(anchor: number, head: number): void {
      view.dispatch({ selection: { anchor, head } })
      view.focus()
    },
    destroy: () => view.destroy(),
  }
}

/**
 * Typing over a selection goes past the browser, which would put an inline style of what it replaces around the new text:
 * our content policy refuses those. Those who handle input (closing brackets) are asked as CodeMirror asks them.
 */
const overSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data: text, inputType } = event
    const { from, to, empty } = view.state.selection.main
    if (inputType !== 'insertText' || text === null || empty || view.composing) return false
    const insert = () =>
      view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true })
    if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert)))
      view.dispatch(insert())
    return true
  },
})

function languageOf(mode: CodeMode, names: Given['names']): Extension {
  if (mode === 'javascript') return [javascript(), autocompletion()]
  const [tokens, source] =
    mode === 'template'
      ? [templateTokens, (context: CompletionContext) => inTemplate(context, names())]
      : [conditionTokens, (context: CompletionContext) => inCondition(context, names())]
  return [StreamLanguage.define(tokens), autocompletion({ override: [source] })]
}

const nameOptions = (names: readonly NameChoice[]): Completion[] =>
  names.map(({ path, label, group }) => ({ label: path, detail: label, section: group, type: 'variable' }))

/** Names are offered between `{{` and `}}`. */
export function inTemplate(context: CompletionContext, names: readonly NameChoice[]): CompletionResult | null {
  const opened = context.matchBefore(/\{\{-?\s*[\w.[\]"-]*/)
  if (!opened) return null
  const typed = /[\w.[\]"-]*$/.exec(opened.text)?.[0] ?? ''
  const after = context.state.sliceDoc(context.pos, context.pos + 3)
  const close = after.startsWith('}}') ? ' ' : after.trimStart().startsWith('}}') ? '' : ' }}'
  const space = /\{\{-?$/.test(opened.text.slice(0, opened.text.length - typed.length)) ? ' ' : ''
  const options = nameOptions(names).map((option) => ({ ...option, apply: `${space}${option.label}${close}` }))
  return { from: context.pos - typed.length, options, validFor: /^[\w.[\]"-]*$/ }
}

/** What an expression may call (the engine's list, docs/decisions/0008-cel-allow-list.md). */
const calls: readonly (readonly [string, string])[] = [
  ['has', 'is it there?'],
  ['size', 'how many'],
  ['contains', 'text in text'],
  ['startsWith', ''],
  ['endsWith', ''],
  ['lowerAscii', 'small letters'],
  ['upperAscii', 'capitals'],
  ['trim', 'without space around'],
  ['indexOf', ''],
  ['int', 'as a whole number'],
  ['double', 'as a number'],
  ['string', 'as text'],
  ['bool', 'as yes or no'],
  ['timestamp', ''],
  ['duration', ''],
]

export function inCondition(context: CompletionContext, names: readonly NameChoice[]): CompletionResult | null {
  const word = context.matchBefore(/[\w.[\]"-]+/)
  if (!word && !context.explicit) return null
  const functions = calls.map(
    ([label, detail]): Completion => ({ label, detail, type: 'function', section: 'Functions', apply: `${label}(` }),
  )
  return { from: word?.from ?? context.pos, options: [...nameOptions(names), ...functions], validFor: /^[\w.[\]"-]*$/ }
}

/** The colours of the page, in both themes. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--cat-agent)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--st-done)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--st-retry)' },
  { tag: [tags.comment], color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.variableName, tags.propertyName], color: 'var(--st-running)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--cat-scale)' },
  { tag: [tags.invalid], color: 'var(--st-failed)' },
])
