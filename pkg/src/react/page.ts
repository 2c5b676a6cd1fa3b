/** What the store needs of the page that it is in; replaced in tests. */

/** What one tab tells the others. */
export type TabEvent =
  /** The person has signed out. */
  | "signed_out"
  /** What the server says of the session has changed. */
  | "changed";

/** The page, and the other tabs of the application. */
export interface AuthPage {
  readonly fetch: typeof fetch;
  /** The time in whole seconds since the epoch. */
  now(): number;
  /** Calls `listener` when the page is seen again: its timers may have slept. Returns how to stop. */
  onReturn(listener: () => void): () => void;
  /** Tells the other tabs. */
  tell(event: TabEvent): void;
  /** Calls `listener` when another tab tells something. Returns how to stop. */
  onTold(listener: (event: TabEvent) => void): () => void;
}

const CHANNEL = "cora-auth";

/** The browser's page. It touches nothing of the browser until it is used. */
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
