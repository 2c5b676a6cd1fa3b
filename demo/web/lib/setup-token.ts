import { useSyncExternalStore } from "react";

/**
 * The setup token of a set-up link. The link carries it after the #, which browsers send to no
 * server. It is removed from the address and kept for this tab until the user has returned from
 * signing in.
 */

const FRAGMENT = "#setup=";
const ITEM = "cora-demo-setup-token";

/** Moves the token out of the address, if there is one. */
function collect(): void {
  if (!window.location.hash.startsWith(FRAGMENT)) return;
  window.sessionStorage.setItem(ITEM, decodeURIComponent(window.location.hash.slice(FRAGMENT.length)));
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
}

const subscribe = (listener: () => void) => {
  const changed = () => {
    collect();
    listener();
  };
  // Following the link while the page is already open changes only the fragment.
  window.addEventListener("hashchange", changed);
  changed();
  return () => window.removeEventListener("hashchange", changed);
};

/** Returns the token of the set-up link that was followed; empty if there was none. */
export const useSetupToken = (): string =>
  useSyncExternalStore(
    subscribe,
    () => window.sessionStorage.getItem(ITEM) ?? "",
    () => "",
  );

/** Forgets the token. */
export const forgetSetupToken = (): void => window.sessionStorage.removeItem(ITEM);
