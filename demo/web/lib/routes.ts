import { createRouteMatcher, safeRedirect } from "@cora/auth/session";

import { environment } from "./environment";

/** Who may see which page. What is not named here is for who is signed in. */
export const routeOf = createRouteMatcher([
  { pattern: "/", access: "public" },
  { pattern: "/what-if", access: "public" },
  { pattern: "/playground", access: "public" },
  // Each route verifies for itself, and answers with JSON instead of a page.
  { pattern: "/api/*", access: "public" },
]);

/** Where somebody may be sent on to after signing in: a place of this application, or `null`. */
export function returnTarget(wanted: string | string[] | undefined): string | null {
  if (typeof wanted !== "string") return null;
  const redirect = safeRedirect({ target: wanted, origin: environment().appOrigin });
  return redirect.ok ? redirect.target : null;
}
