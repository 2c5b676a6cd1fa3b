/** Next's own functions, for {@link createCora}. */

import { cookies, headers } from "next/headers.js";
import { NextResponse } from "next/server.js";

import type { CoraOptions } from "../server/options.js";
import { createCoraOver } from "./cora.js";
import type { NextCora } from "./cora.js";

/**
 * Creates the application's side of Cora.
 *
 * @example
 * ```ts
 * // proxy.ts: all that an application needs
 * import { createCora } from "@cora/auth/next";
 *
 * export const { auth, protect, proxy, CoraProvider } = createCora();
 * ```
 */
export function createCora(options: CoraOptions = {}): NextCora {
  return createCoraOver(
    {
      headers: async () => await headers(),
      cookies,
      // WHY only now: in a component of the server, Next.js replaces this module by its own.
      navigation: async () => await import("next/navigation"),
      next: (init) => NextResponse.next(init),
    },
    options,
  );
}
