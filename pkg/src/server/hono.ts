/**
 * `@cora/auth/hono`: {@link createCora} as middleware for Hono, on every runtime that it has.
 *
 * @example
 * ```ts
 * const cora = createCora();
 * app.use(cora.handler);
 * app.get("/reports", async (c) => {
 *   const { fullName } = await cora.protect(c, { role: "org_admin" });
 *   return c.json({ hello: fullName });
 * });
 * ```
 */

import { createCora as create } from "./cora.js";
import type { ProtectRequirement } from "./cora.js";
import type { CoraOptions } from "./options.js";
import type { CoraSession, SignedInSession } from "./session.js";

export { AccessError } from "./access.js";
export { CoraConfigurationError } from "./options.js";
export type { ProtectRequirement } from "./cora.js";
export type { CoraOptions } from "./options.js";
export type { CoraSession, SignedInSession } from "./session.js";

/** The part of Hono's context that is used. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
  header(name: string, value?: string, options?: { append?: boolean }): void;
}

/** The application's side of Cora, for Hono. */
export interface HonoCora {
  /** Middleware that answers the handler's paths, and writes the cookie of renewed sessions. */
  handler(c: HonoContext, next: () => Promise<void>): Promise<Response | undefined>;
  /** Returns who makes a request. */
  auth(c: HonoContext): Promise<CoraSession>;
  /**
   * Returns the signed-in user if the requirements are met.
   *
   * @throws {AccessError} Hono sends its response.
   */
  protect(c: HonoContext, requirement?: ProtectRequirement): Promise<SignedInSession>;
}

/** Creates the application's side of Cora for Hono. */
export function createCora(options: CoraOptions = {}): HonoCora {
  const cora = create(options);
  return {
    auth: (c) => cora.auth(c.req.raw),
    protect: (c, requirement) => cora.protect(c.req.raw, requirement),
    async handler(c, next) {
      if (cora.isHandled(new URL(c.req.raw.url).pathname)) return await cora.handler(c.req.raw);
      await next();
      for (const [name, value] of cora.changes(c.req.raw)) c.header(name, value, { append: name === "set-cookie" });
      return undefined;
    },
  };
}
