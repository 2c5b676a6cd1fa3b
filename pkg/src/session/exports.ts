import type { Core, ModuleExports } from "../core.js";

/** What the module for pages exports, and every one that has sessions; `bindings/wasm/src/page.rs` says what each does. */
export interface PageExports extends ModuleExports {
  readonly can: (bytes: number) => number;
  readonly has: (bytes: number) => number;
  readonly reduceSession: (bytes: number) => number;
}

/** What the session module exports beside; `bindings/wasm/src/session.rs` says what each does. */
export interface SessionExports extends PageExports {
  readonly verifierNew: (bytes: number) => number;
  readonly verifierFree: (verifier: number) => void;
  readonly tokenRead: (verifier: number, bytes: number, now: number) => number;
  readonly lookUpKey: (bytes: number) => number;
  readonly acceptToken: (bytes: number) => number;
  readonly authorize: (bytes: number) => number;
  readonly safeRedirect: (bytes: number) => number;
  readonly matchRoute: (bytes: number) => number;
}

/** A core that can be asked about sessions. */
export type PageCore = Pick<Core<PageExports>, "init" | "ask">;

/** A core that verifies tokens as well. */
export type SessionCore = Core<SessionExports>;
