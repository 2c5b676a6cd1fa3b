import { NextResponse } from "next/server";
import type { NextRequest } from "next/server";

import { findActiveConnection } from "./lib/active-connection";
import { environment } from "./lib/environment";
import { sessionOf } from "./lib/session";

/** The pages that are of use only to who is signed in by the connection in use. */
export const config = { matcher: ["/connections"] };

/**
 * Sends who is not signed in, or signed in by a connection that is not in use any more, to sign in first.
 *
 * SECURITY: this spares people a page full of refusals and protects nothing: each route behind the page verifies again. What is not clear
 * is no reason to let anybody pass.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const [session, found] = await Promise.all([sessionOf(request), findActiveConnection()]);
  if (session !== null && found.status === "found" && found.connection.id === session.connectionId) return NextResponse.next();
  return NextResponse.redirect(`${environment().appOrigin}/?from=connections`, { status: 303, headers: { "cache-control": "no-store" } });
}
