import { NextResponse } from "next/server";
import type { NextRequest } from "next/server";

import { environment } from "./lib/environment";
import { routeOf } from "./lib/routes";
import { verifiedSessionOf } from "./lib/verified-session";

/** Everything but what Next.js itself serves. */
export const config = { matcher: ["/((?!_next/|favicon.ico).*)"] };

/**
 * Sends who is not signed in, or signed in by a connection that is not in use any more, to sign in first.
 *
 * SECURITY: this spares people a page full of refusals and protects nothing: each route behind a page verifies again. What is not clear is no
 * reason to let anybody pass.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const { pathname, search } = request.nextUrl;
  if (routeOf(pathname).access === "public" || (await verifiedSessionOf(request)) !== null) return NextResponse.next();
  const signIn = new URL("/", environment().appOrigin);
  signIn.searchParams.set("from", pathname + search);
  return NextResponse.redirect(signIn, { status: 303, headers: { "cache-control": "no-store" } });
}
