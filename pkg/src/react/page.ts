/** The page features that the store uses; replaced in tests. */

/** A message from one tab to the others. */
export type TabEvent =
  /** The user has signed out. */
  | "signed_out"
  /** The session has changed on the server. */
  | "changed";

/** The page, and the other tabs of the application. */
export interface AuthPage {
  readonly fetch: typeof fetch;
  /** Returns the time in whole seconds since the epoch. */
  now(): number;
  /**
   * Calls `listener` when the page becomes visible again, because its timers may have been
   * suspended. Returns a function that unsubscribes.
   */
  onReturn(listener: () => void): () => void;
  /** Sends a message to the other tabs. */
  tell(event: TabEvent): void;
  /** Calls `listener` when another tab sends a message. Returns a function that unsubscribes. */
  onTold(listener: (event: TabEvent) => void): () => void;
}

const CHANNEL = "cora-auth";

/** Returns the browser's page. It accesses no browser API until it is used. */
export function browserPage(): AuthPage {
  let channel: BroadcastChannel | undefined;
  return {
    fetch: (input, init) => globalThis.fetch(input, init),
    now: () => Math.floor(Date.now() / 1000),
    onReturn(listener) {
      const visible = () => {
        if (document.visibilityState === "visible") listener();
      };
      document.addEventListener("visibilitychange", visible);
      return () => document.removeEventListener("visibilitychange", visible);
    },
    tell: (event) => channel?.postMessage(event),
    onTold(listener) {
      const opened = new BroadcastChannel(CHANNEL);
      channel = opened;
      opened.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (data === "signed_out" || data === "changed") listener(data);
      };
      return () => {
        opened.close();
        if (channel === opened) channel = undefined;
      };
    },
  };
}
