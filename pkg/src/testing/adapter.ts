/** An identity provider for tests that behaves as it is told. */

import type { AuthAdapter, ProviderState, RedirectOptions } from "../react/adapter.js";

/** An adapter whose state a test sets. */
export interface TestAdapter extends AuthAdapter {
  /** Sets the state of the session at the provider. */
  become(state: ProviderState): void;
  /** The calls of `signIn()` and `signOut()`, in order. */
  readonly calls: readonly { readonly name: "signIn" | "signOut"; readonly options: RedirectOptions | undefined }[];
}

/**
 * Creates a test adapter. `signIn()` signs in `user`, `signOut()` signs out; a test may set any
 * other state with {@link TestAdapter.become}.
 */
export function testAdapter({
  state = { status: "signed_out" } as ProviderState,
  token = null as string | null,
  user = "ivan",
} = {}): TestAdapter {
  const listeners = new Set<() => void>();
  const calls: { name: "signIn" | "signOut"; options: RedirectOptions | undefined }[] = [];
  let now = state;
  const become = (next: ProviderState) => {
    now = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    provider: "test",
    calls,
    become,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    getSnapshot: () => now,
    refresh: async () => {},
    getToken: async () => (now.status === "signed_in" ? token : null),
    async signIn(options) {
      calls.push({ name: "signIn", options });
      become({ status: "signed_in", sessionKey: user });
    },
    async signOut(options) {
      calls.push({ name: "signOut", options });
      become({ status: "signed_out" });
    },
  };
}
