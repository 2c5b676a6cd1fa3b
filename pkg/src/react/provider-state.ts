/**
 * The common part of adapters: one state, and following the provider's library while there are
 * listeners.
 */

import type { ProviderState } from "./adapter.js";

const isSame = (one: ProviderState, other: ProviderState) =>
  one.status === other.status &&
  (one.status !== "signed_in" || (other.status === "signed_in" && one.sessionKey === other.sessionKey));

/**
 * Holds an adapter's state. `follow` is called for the first listener, and the function that it
 * returns after the last one has unsubscribed.
 */
export function holdProviderState(initial: ProviderState, follow: () => () => void) {
  const listeners = new Set<() => void>();
  let stop: (() => void) | undefined;
  let state = initial;
  return {
    get: () => state,
    /** Changes the state and notifies the listeners. Setting an equal state does nothing. */
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
