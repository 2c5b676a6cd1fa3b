import type { Core, ModuleExports } from "../core.js";

/**
 * The exports of the page module, and of every module that has sessions;
 * `bindings/wasm/src/page.rs` documents each.
 */
export interface PageExports extends ModuleExports {
  readonly can: (bytes: number) => number;
  readonly has: (bytes: number) => number;
  readonly reduceSession: (bytes: number) => number;
}

/** The additional exports of the session module; `bindings/wasm/src/session.rs` documents each. */
export interface SessionExports extends PageExports {
  readonly verifierNew: (bytes: number) => number;
  readonly verifierFree: (verifier: number) => void;
  readonly tokenPrepare: (verifier: number, bytes: number) => number;
  readonly tokenAccept: (token: number, now: number) => number;
  readonly tokenDrop: (token: number) => void;
  readonly lookUpKey: (bytes: number) => number;
  readonly acceptToken: (bytes: number) => number;
  readonly authorize: (bytes: number) => number;
  readonly safeRedirect: (bytes: number) => number;
  readonly matchRoute: (bytes: number) => number;
}

/** A core that can be asked about sessions. */
export type PageCore = Pick<Core<PageExports>, "init" | "ask">;

/** A core that also verifies tokens. */
export type SessionCore = Core<SessionExports>;
