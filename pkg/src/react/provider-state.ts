/** What adapters have in common: one state, and following the provider's library for as long as somebody listens. */

import type { ProviderState } from "./adapter.js";

const isSame = (one: ProviderState, other: ProviderState) =>
  one.status === other.status && (one.status !== "signed_in" || (other.status === "signed_in" && one.sessionKey === other.sessionKey));

/** Holds an adapter's state. `follow` is called when the first listener comes, and what it returns when the last has gone. */
export function holdProviderState(initial: ProviderState, follow: () => () => void) {
  const listeners = new Set<() => void>();
  let stop: (() => void) | undefined;
  let state = initial;
  return {
    get: () => state,
    /** Changes it, and tells the listeners; the same again changes nothing. */
    become(next: ProviderState) {
      if (isSame(state, next)) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      if (listeners.size === 1) stop = follow();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
  };
}
