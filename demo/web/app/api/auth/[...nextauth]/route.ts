import NextAuth from "next-auth";
import { NextResponse } from "next/server";
import type { NextRequest } from "next/server";

import { findActiveConnection } from "../../../../lib/active-connection";
import type { ActiveConnection } from "../../../../lib/active-connection";
import { authOptions, checkCookieNames } from "../../../../lib/auth-options";
import { environment } from "../../../../lib/environment";

interface Context {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

/** What Auth.js does that has to do with a provider; the rest is about the session alone. */
const BY_CONNECTION: ReadonlySet<string | undefined> = new Set(["signin", "callback", "providers"]);

const auth = (request: NextRequest, context: Context, connection: ActiveConnection | null): Promise<Response> =>
  NextAuth(request, context, authOptions(connection)) as Promise<Response>;

/** Back to the start page with a code. The page's own `signIn()` posts, and is told where to go in JSON. */
function refuse(request: NextRequest, code: string): Response {
  const url = `${environment().appOrigin}/?error=${code}`;
  const headers = { "cache-control": "no-store" };
  return request.method === "POST" ? NextResponse.json({ url }, { status: 409, headers }) : NextResponse.redirect(url, { status: 303, headers });
}

/** The routes of Auth.js, made for the connection that is in use at this very request. */
async function handler(request: NextRequest, context: Context): Promise<Response> {
  const [action, connectionId] = (await context.params).nextauth;
  if (!BY_CONNECTION.has(action)) return auth(request, context, null);
  const found = await findActiveConnection();
  if (found.status === "problem") return refuse(request, found.code);
  const { connection } = found;
  const isOther = connectionId !== undefined && connectionId !== connection.id;
  // SECURITY: what was begun by another connection, or under another version of it, is not finished (the check cookies would miss anyway).
  const isOutdated = action === "callback" && !request.cookies.has(checkCookieNames(connection).state);
  return isOther || isOutdated ? refuse(request, "sign_in_outdated") : auth(request, context, connection);
}

export { handler as GET, handler as POST };
