import type { FieldProps } from './field.ts'
import { McpPicker } from './McpPicker.tsx'
import { TextField } from './TextField.tsx'

/** Where the tool is, by hand, or with all that belongs to it from what a server offers. */
export function McpServerField(props: FieldProps) {
  const { value, onOthers } = props
  return (
    <>
      <TextField {...props} />
      {onOthers ? (
        <McpPicker
          one
          at={typeof value === 'string' ? value : ''}
          onPick={([tool]) => {
            if (!tool) return
            const { url, name, credential, fingerprint, schema } = tool
            const asks = Object.keys((schema.properties ?? {}) as object).length > 0
            onOthers({ url, tool: name, credential, fingerprint, schema, args: asks ? '{}' : '{{ input }}' })
          }}
        />
      ) : null}
    </>
  )
}
