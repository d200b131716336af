import { Component, type ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { reload } from "../platform/address.ts";
import { english } from "../words/english.ts";

/** The last net: a broken screen says so and offers a way out. In English, because what broke may be the words. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <main className="app-center" role="alert">
        <EmptyState page title={english.errors.title} detail={english.errors.detail}>
          <Button tone="go" size="kitchen" onClick={reload}>
            {english.errors.reload}
          </Button>
        </EmptyState>
      </main>
    );
  }
}
