import { Component, type ReactNode } from 'react'
import { Button } from './Button.tsx'

interface Props {
  /** What stops working when this panel breaks, e.g. "The timeline". */
  name: string
  children: ReactNode
}

/** A crash inside stays inside: the rest of the page and the flow are safe. */
export class Panel extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error }
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children
    return (
      <div role="alert" className="m-4 flex flex-col items-start gap-2 text-body">
        <p className="font-semibold">{this.props.name} stopped working. Your flow is safe.</p>
        <p className="font-mono text-muted text-row">{this.state.error.message}</p>
        <Button onClick={() => this.setState({ error: null })}>Reload panel</Button>
      </div>
    )
  }
}
