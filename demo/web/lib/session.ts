import { NextRequest } from "next/server";
import { getToken } from "next-auth/jwt";

import { environment } from "./environment";

/** The access token in the session cookie of a request, or `null` when there is none or it has expired. */
export async function accessTokenOf(request: Request): Promise<string | null> {
  const req = new NextRequest(request.url, { headers: request.headers });
  const session = await getToken({ req, secret: environment().sessionSecret });
  const { accessToken, accessTokenExpiresAt } = session ?? {};
  if (typeof accessToken !== "string" || typeof accessTokenExpiresAt !== "number") return null;
  return accessTokenExpiresAt * 1000 > Date.now() ? accessToken : null;
}
