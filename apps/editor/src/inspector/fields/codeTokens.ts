import type { StreamParser } from '@codemirror/language'

/** An expression of the language of conditions (CEL): names, texts, numbers, signs. */
export const conditionTokens: StreamParser<unknown> = {
  name: 'condition',
  token(stream) {
    if (stream.eatSpace()) return null
    if (stream.match(/^"(?:[^"\\]|\\.)*"?|^'(?:[^'\\]|\\.)*'?/)) return 'string'
    if (stream.match(/^\d+(?:\.\d+)?/)) return 'number'
    if (stream.match(/^(?:true|false|null)\b/)) return 'bool'
    if (stream.match(/^in\b/)) return 'keyword'
    if (stream.match(/^[A-Za-z_]\w*(?=\s*\()/)) return 'variableName.function'
    if (stream.match(/^[A-Za-z_]\w*/)) return 'variableName'
    if (stream.match(/^(?:&&|\|\||[!=<>]=?|[-+*/%?:])/)) return 'operatorKeyword'
    stream.next()
    return null
  },
}

interface InTemplate {
  /** What closes what was opened: `}}` or `%}`. */
  closes: string | null
}

/** Text with values in `{{ }}` and tags in `{% %}`. */
export const templateTokens: StreamParser<InTemplate> = {
  name: 'template',
  startState: () => ({ closes: null }),
  token(stream, state) {
    if (state.closes === null) {
      if (stream.match(/^\{[{%]-?/)) {
        state.closes = stream.current().startsWith('{{') ? '}}' : '%}'
        return 'keyword'
      }
      stream.next()
      stream.eatWhile(/[^{]/)
      return null
    }
    if (stream.match(/^-?[}%]\}/)) {
      state.closes = null
      return 'keyword'
    }
    if (stream.eatSpace()) return null
    if (stream.match(/^"[^"]*"?|^'[^']*'?/)) return 'string'
    if (stream.match(/^\d+(?:\.\d+)?/)) return 'number'
    if (stream.match(/^\|/)) return 'operatorKeyword'
    if (
      stream.match(/^(?:if|elsif|else|endif|unless|endunless|for|endfor|in|assign|case|when|endcase|and|or|contains)\b/)
    )
      return 'keyword'
    if (stream.match(/^[A-Za-z_][\w.-]*/)) return 'variableName'
    stream.next()
    return null
  },
}
