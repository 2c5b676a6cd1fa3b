import { NextRequest } from "next/server";
import { getToken } from "next-auth/jwt";

import { environment } from "./environment";

/** What the session cookie holds for the server. None of it is for a browser. */
export interface ServerSession {
  /** The token to show Cora. */
  readonly coraToken: string;
  /** The connection that it was got by. */
  readonly connectionId: string;
}

/** The session of a request, or `null` when there is none or its token has expired. */
export async function sessionOf(request: Request): Promise<ServerSession | null> {
  const req = new NextRequest(request.url, { headers: request.headers });
  const session = await getToken({ req, secret: environment().sessionSecret });
  const { connectionId, coraToken, coraTokenExpiresAt } = session ?? {};
  if (typeof coraToken !== "string" || typeof connectionId !== "string" || typeof coraTokenExpiresAt !== "number") return null;
  return coraTokenExpiresAt * 1000 > Date.now() ? { coraToken, connectionId } : null;
}
