import { Component, type ReactNode } from "react";

type GuardedProps = {
  /** What is drawn of; another one is tried again. */
  readonly of: unknown;
  /** Drawn in its place where it cannot be drawn; must be sure to succeed. */
  readonly plain: ReactNode;
  readonly children: ReactNode;
};

type GuardedState = { readonly of: unknown; readonly failed: boolean };

/**
 * A net around one thing of many: what cannot be drawn is drawn plainly, and takes nothing beside
 * it along. React tells the console what it was.
 */
export class Guarded extends Component<GuardedProps, GuardedState> {
  override state: GuardedState = { of: this.props.of, failed: false };

  static getDerivedStateFromProps({ of }: GuardedProps, state: GuardedState): GuardedState | null {
    return of === state.of ? null : { of, failed: false };
  }

  static getDerivedStateFromError(): Partial<GuardedState> {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.plain : this.props.children;
  }
}
