import type { FlowNode } from '@quorum/engine'
import { dispatch } from '../document/documentStore.ts'

/** Where the step lies, for those who cannot or would not drag. */
export function PositionFields({ node }: { node: FlowNode }) {
  const { x, y } = node.position
  const set = (at: { x?: number; y?: number }): void =>
    void dispatch({ type: 'move', nodes: [{ id: node.id, position: { x, y, ...at } }] })
  const field = (label: string, value: number, onChange: (value: number) => void) => (
    <label className="flex flex-1 items-center gap-2 text-row">
      {label}
      <input
        type="number"
        step={16}
        className="field figures"
        value={Math.round(value)}
        onChange={({ target }) => {
          if (Number.isFinite(target.valueAsNumber)) onChange(target.valueAsNumber)
        }}
      />
    </label>
  )
  return (
    <details className="rounded-tile border border-line">
      <summary className="px-3 py-2 font-medium text-row">Position on the canvas</summary>
      <div className="flex gap-3 px-3 pb-3">
        {field('From the left', x, (next) => set({ x: next }))}
        {field('From the top', y, (next) => set({ y: next }))}
      </div>
    </details>
  )
}
