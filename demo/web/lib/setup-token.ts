import { useSyncExternalStore } from "react";

/**
 * The setup token of a set-up link. The link carries it behind the #, which browsers send to no server; it is taken out of
 * the address and kept for this tab until its owner has come back from signing in.
 */

const FRAGMENT = "#setup=";
const ITEM = "cora-demo-setup-token";

/** Takes the token out of the address, if there is one. */
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
  // Following the link where the page is open already changes only the fragment.
  window.addEventListener("hashchange", changed);
  changed();
  return () => window.removeEventListener("hashchange", changed);
};

/** The token of the set-up link that was followed; empty when there was none. */
export const useSetupToken = (): string =>
  useSyncExternalStore(
    subscribe,
    () => window.sessionStorage.getItem(ITEM) ?? "",
    () => "",
  );

/** Forgets the token. */
export const forgetSetupToken = (): void => window.sessionStorage.removeItem(ITEM);
