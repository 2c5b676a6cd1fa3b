/** The parts of one application, which its paths and its functions share. */

import type { Cookies } from "./cookies.js";
import type { Issuer } from "./issuer.js";
import type { CoraOptions, Settings } from "./options.js";
import type { Sessions } from "./sessions.js";

/** The leeway for the age of an authentication, in seconds (§14.3 of the specification). */
export const AGE_LEEWAY_SECONDS = 60;
/**
 * The time for which a browser keeps the session's cookie, in seconds, unless an option says so.
 */
export const COOKIE_SECONDS = 2_592_000;

/** Everything that the parts of one application share. */
export interface Application {
  readonly options: CoraOptions;
  readonly settings: Settings;
  readonly cookies: Cookies;
  readonly issuer: Issuer;
  readonly sessions: Sessions;
  readonly now: () => number;
  /** Returns a place in the application, or `undefined` if the target is not one. */
  returnPath(target: unknown, origin: string): string | undefined;
}
