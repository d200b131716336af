import { Component, type ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { reload } from "../platform/address.ts";
import { Refusal } from "../device/refusal.ts";
import { refusalText } from "../words/refusal-text.ts";
import { wordsAtHand } from "../words/words.tsx";

/**
 * The last net: a broken screen says so and offers a way out, in the words that were spoken last:
 * it stands outside of everything that may break.
 */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failure: unknown }> {
  override state = { failure: null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: error ?? "nothing" };
  }

  override render() {
    const failure: unknown = this.state.failure;
    if (failure === null) return this.props.children;
    const words = wordsAtHand();
    // A device that could not be opened says why: the person can do something about storage.
    const detail =
      failure instanceof Refusal
        ? refusalText(words, failure.code, failure.message)
        : words.errors.detail;
    return (
      <main className="app-center" role="alert">
        <EmptyState page title={words.errors.title} detail={detail}>
          <Button tone="go" size="kitchen" onClick={reload}>
            {words.errors.reload}
          </Button>
        </EmptyState>
      </main>
    );
  }
}
