/**
 * `@cora/auth/express`: {@link createCora} as middleware for Express and its like.
 *
 * @example
 * ```ts
 * const cora = createCora();
 * app.use(cora.handler);
 * app.get("/reports", cora.protect({ role: "org_admin" }), (req, res) => {
 *   res.json({ hello: res.locals.cora.fullName });
 * });
 * ```
 */

import type { ServerResponse } from "node:http";

import type { ProtectRequirement } from "./cora.js";
import { createCora as create } from "./node.js";
import type { NodeRequest } from "./node.js";
import type { CoraOptions } from "./options.js";
import type { CoraSession, SignedInSession } from "./session.js";

export { AccessError } from "./access.js";
export { CoraConfigurationError } from "./options.js";
export type { ProtectRequirement } from "./cora.js";
export type { CoraOptions } from "./options.js";
export type { CoraSession, SignedInSession } from "./session.js";

/** The values that Express keeps with a response; `cora` is the signed-in user behind `protect`. */
// WHY `any`: it is what Express itself has there.
export type ExpressLocals = Record<string, any> & { cora: SignedInSession };
/** Middleware of Express. */
export type Middleware<Locals = Record<string, any>> = (
  req: NodeRequest,
  res: ServerResponse & { locals: Locals },
  next: (error?: unknown) => void,
) => void;

/** The application's side of Cora, for Express. */
export interface ExpressCora {
  /** Middleware that answers the handler's paths. Put it before the routes. */
  readonly handler: Middleware;
  /** Returns who makes a request, and writes the cookie if the session was renewed. */
  auth(req: NodeRequest, res: ServerResponse): Promise<CoraSession>;
  /**
   * Returns middleware that lets signed-in users pass who meet the requirements, as
   * `res.locals.cora`.
   */
  protect(requirement?: ProtectRequirement): Middleware<ExpressLocals>;
}

/** Creates the application's side of Cora for Express. */
export function createCora(options: CoraOptions = {}): ExpressCora {
  const cora = create(options);
  return {
    auth: cora.auth,
    handler: (req, res, next) => void cora.handler(req, res).then((answered) => answered || next(), next),
    protect: (requirement) => (req, res, next) =>
      void cora.protect(req, res, requirement).then((user) => {
        if (user === null) return;
        res.locals.cora = user;
        next();
      }, next),
  };
}
