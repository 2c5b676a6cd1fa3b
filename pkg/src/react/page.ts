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
   * Calls `listener` when the page becomes visible or is used again, or the network is back: timers
   * may have been suspended, and requests have failed. `isRestored` is set if the browser shows the
   * page as it was left, after another page. Returns a function that unsubscribes.
   */
  onReturn(listener: (isRestored?: boolean) => void): () => void;
  /** Sends a message to the other tabs. */
  tell(event: TabEvent): void;
  /** Calls `listener` when another tab sends a message. Returns a function that unsubscribes. */
  onTold(listener: (event: TabEvent) => void): () => void;
}

/** The name of the channel between tabs; a host may have several applications. */
const CHANNEL = "cora-auth";

/** Calls `use` with the storage of all tabs, unless the browser refuses it or it is full. */
function stored<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(globalThis.localStorage);
  } catch {
    return null;
  }
}

/**
 * Returns the browser's page. It accesses no browser API until it is used. `application` tells
 * apart several applications on one host.
 */
export function browserPage(application = ""): AuthPage {
  let channel: BroadcastChannel | undefined;
  const name = `${CHANNEL} ${application}`;
  /** The last message that this page has heard or told. */
  let heard: string | null = null;
  return {
    fetch: (input, init) => globalThis.fetch(input, init),
    now: () => Math.floor(Date.now() / 1000),
    onReturn(listener) {
      const visible = () => {
        if (document.visibilityState === "visible") listener();
      };
      const back = () => listener();
      const shown = ({ persisted }: PageTransitionEvent) => {
        if (persisted) listener(true);
      };
      document.addEventListener("visibilitychange", visible);
      window.addEventListener("online", back);
      window.addEventListener("focus", back);
      window.addEventListener("pageshow", shown);
      return () => {
        document.removeEventListener("visibilitychange", visible);
        window.removeEventListener("online", back);
        window.removeEventListener("focus", back);
        window.removeEventListener("pageshow", shown);
      };
    },
    tell(event) {
      channel?.postMessage(event);
      const told = `${Date.now()} ${event}`;
      heard = told;
      stored((storage) => storage.setItem(name, told));
    },
    onTold(listener) {
      // jsdom, and with it Jest, has no channel.
      if (typeof BroadcastChannel === "undefined") return () => {};
      const opened = new BroadcastChannel(name);
      channel = opened;
      const last = () => stored((storage) => storage.getItem(name));
      opened.onmessage = ({ data }: MessageEvent<unknown>) => {
        heard = last();
        if (data === "signed_out" || data === "changed") listener(data);
      };
      // WHY: a page is shown before its scripts run, and hears nothing until then. What was told
      // since the browser asked for it may have changed what it shows. Both times are of one clock.
      const missed = last();
      if (missed !== heard && Number.parseInt(missed ?? "", 10) >= performance.timeOrigin) {
        heard = missed;
        queueMicrotask(() => {
          if (channel === opened) listener("changed");
        });
      }
      return () => {
        opened.close();
        if (channel === opened) channel = undefined;
      };
    },
  };
}
