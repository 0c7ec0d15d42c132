import type { FlowNode, NodeDefinition } from '@quorum/engine'
import { useMemo, useState } from 'react'
import { dispatch, isReadOnly, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { StepPrice } from '../price/StepPrice.tsx'
import { Connections } from './Connections.tsx'
import { SchemaField } from './fields/SchemaField.tsx'
import { FieldScope } from './fields/useDraft.ts'
import { type NameChoice, namesFor } from './names.ts'
import { PolicySection } from './PolicySection.tsx'
import { PositionFields } from './PositionFields.tsx'
import { Problem, useAllProblems } from './ProblemsPanel.tsx'
import { RoleField } from './RoleField.tsx'
import { paramsSchema, shownFields, titleOf } from './schema.ts'

/** The settings of one step, drawn from the schema of its kind. */
export function SetupTab({ node }: { node: FlowNode }) {
  const flow = useDocument((state) => state.flow)
  const readOnly = useDocument(isReadOnly)
  const issues = useAllProblems()
  const { definition } = factsOf(node)
  const names = useMemo(() => namesFor(flow, node.id), [flow, node.id])
  const mine = issues.filter(({ nodeId }) => nodeId === node.id)
  return (
    <FieldScope value={node.id}>
      <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4 p-4">
        {mine.length > 0 ? (
          <ul aria-label="Problems of this step" className="-mx-2">
            {mine.map((issue) => (
              <Problem key={`${issue.code} ${issue.path} ${issue.message}`} issue={issue} />
            ))}
          </ul>
        ) : null}
        <TitleField node={node} fallback={definition?.title ?? node.kind} />
        {definition ? (
          <>
            <p className="text-body text-muted">{definition.summary}</p>
            {definition.role ? <TakeRole node={node} setting={definition.role} /> : null}
            <Params node={node} definition={definition} names={names} />
            {definition.takesPolicy ? <PolicySection node={node} /> : null}
          </>
        ) : (
          <div className="text-body">
            <p>
              This version does not know the kind “{node.kind}”. Its settings and connections are kept as they are; it
              cannot run here.
            </p>
            <pre className="mt-2 max-h-64 overflow-auto rounded-control bg-surface-2 p-2 font-mono text-meta">
              {JSON.stringify(node.params, null, 2)}
            </pre>
          </div>
        )}
        <StepPrice node={node} />
        <Connections node={node} />
        <PositionFields node={node} />
      </fieldset>
    </FieldScope>
  )
}

// Few kinds have more settings than this that one needs at first.
const AT_FIRST = 6

function Params({
  node,
  definition,
  names,
}: {
  node: FlowNode
  definition: NodeDefinition
  names: readonly NameChoice[]
}) {
  const all = shownFields(paramsSchema(definition), node.params)
  // Decided once per opening: a field must not move while it is typed into.
  const [given] = useState(() => new Set(Object.keys(node.params)))
  const first = all.filter(([name], index) => index < AT_FIRST || given.has(name))
  const more = all.filter((field) => !first.includes(field))
  const draw = ([name, schema]: (typeof all)[number]) => (
    <SchemaField
      key={`${node.id} ${name}`}
      id={`param-${name}`}
      label={titleOf(name, schema)}
      schema={schema}
      value={node.params[name]}
      names={names}
      onChange={(value) => dispatch({ type: 'setParams', nodeId: node.id, params: { [name]: value } })}
      others={node.params}
      onOthers={(params) => dispatch({ type: 'setParams', nodeId: node.id, params })}
    />
  )
  return (
    <>
      {first.map(draw)}
      {more.length > 0 ? (
        <details className="rounded-tile border border-line">
          <summary className="px-3 py-2 font-medium text-row">More settings ({more.length})</summary>
          <div className="flex flex-col gap-4 px-3 pb-3">{more.map(draw)}</div>
        </details>
      ) : null}
    </>
  )
}

/** Somebody of the library: name and words become the step's own, in one step of undo. */
function TakeRole({ node, setting }: { node: FlowNode; setting: string }) {
  return (
    <RoleField
      id="step-role"
      words="Take a role from the library"
      onPick={({ name, prompt }) =>
        dispatch({
          type: 'compound',
          name: `Take the role ${name}`,
          commands: [
            { type: 'setNode', nodeId: node.id, patch: { title: name } },
            { type: 'setParams', nodeId: node.id, params: { [setting]: prompt } },
          ],
        })
      }
    />
  )
}

function TitleField({ node, fallback }: { node: FlowNode; fallback: string }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor="step-name" className="font-medium text-row">
        Name
      </label>
      <input
        id="step-name"
        className="field"
        maxLength={200}
        placeholder={fallback}
        value={node.title ?? ''}
        onChange={({ target }) =>
          dispatch({
            type: 'setNode',
            nodeId: node.id,
            patch: { title: target.value === '' ? undefined : target.value },
          })
        }
      />
    </div>
  )
}
