import { fieldKind } from '../schema.ts'
import { BooleanField, SelectField } from './ChoiceFields.tsx'
import { CodeField } from './CodeField.tsx'
import { ConditionField } from './ConditionField.tsx'
import { FlowField } from './FlowField.tsx'
import { FlowInputField } from './FlowInputField.tsx'
import type { FieldProps } from './field.ts'
import { JsonField } from './JsonField.tsx'
import { ObjectsField, TextsField } from './ListFields.tsx'
import { McpServerField } from './McpServerField.tsx'
import { ModelField } from './ModelField.tsx'
import { NumberField } from './NumberField.tsx'
import { ObjectField } from './ObjectField.tsx'
import { TemplateField } from './TemplateField.tsx'
import { LongTextField, TextField } from './TextField.tsx'
import { ToolArgumentsField } from './ToolArgumentsField.tsx'
import { ToolsField } from './ToolsField.tsx'

/** The field that fits a schema. */
export function SchemaField(props: FieldProps) {
  const kind = fieldKind(props.schema)
  switch (kind) {
    case 'template':
      return <TemplateField {...props} />
    case 'longText':
      return <LongTextField {...props} />
    case 'code':
      return <CodeField {...props} />
    case 'model':
      return <ModelField {...props} />
    case 'flow':
      return <FlowField {...props} />
    case 'flowInput':
      return <FlowInputField {...props} />
    case 'condition':
      return <ConditionField {...props} />
    case 'select':
      return <SelectField {...props} />
    case 'boolean':
      return <BooleanField {...props} />
    case 'number':
      return <NumberField {...props} />
    case 'text':
      return <TextField {...props} />
    case 'objects':
      return <ObjectsField {...props} />
    case 'texts':
      return <TextsField {...props} />
    case 'object':
      return <ObjectField {...props} />
    case 'tools':
      return <ToolsField {...props} />
    case 'mcpServer':
      return <McpServerField {...props} />
    case 'toolArguments':
      return <ToolArgumentsField {...props} />
    case 'json':
      return <JsonField {...props} />
  }
}
