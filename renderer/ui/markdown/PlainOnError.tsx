import { Component, type ReactNode } from 'react'

export type PlainOnErrorProps = { text: string; live: boolean; children: ReactNode }
type State = { failed: boolean; live: boolean }

/** A text that no parser gets through is still a text: it is shown as it came, and the rest of the page goes on. */
export class PlainOnError extends Component<PlainOnErrorProps, State> {
  override state: State = { failed: false, live: this.props.live }

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true }
  }

  static getDerivedStateFromProps({ live }: PlainOnErrorProps, before: State): Partial<State> | null {
    if (before.live === live) return null
    // What failed half-way may well be readable now that it is complete.
    return { live, failed: before.failed && live }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return <div className="md-part whitespace-pre-wrap">{this.props.text}</div>
  }
}
