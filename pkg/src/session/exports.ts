import type { Core, ModuleExports } from "../core.js";

/** What the session module exports; `bindings/wasm/src/session.rs` says what each does. */
export interface SessionExports extends ModuleExports {
  readonly verifierNew: (bytes: number) => number;
  readonly verifierFree: (verifier: number) => void;
  readonly tokenRead: (verifier: number, bytes: number, now: number) => number;
  readonly lookUpKey: (bytes: number) => number;
  readonly acceptToken: (bytes: number) => number;
  readonly can: (bytes: number) => number;
  readonly has: (bytes: number) => number;
  readonly authorize: (bytes: number) => number;
  readonly reduceSession: (bytes: number) => number;
  readonly safeRedirect: (bytes: number) => number;
  readonly matchRoute: (bytes: number) => number;
}

/** A core that has sessions. */
export type SessionCore = Core<SessionExports>;
