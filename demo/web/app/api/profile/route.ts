import { createProfileHandler } from "@cora/auth/next";
import type { ProfileHandler } from "@cora/auth/next";

import { environment } from "../../../lib/environment";
import { sessionOf } from "../../../lib/session";

let made: ProfileHandler | undefined;

// Made at the first request, because the environment is not there when the application is built.
function handler(): ProfileHandler {
  if (made === undefined) {
    const { apiUrl, appOrigin } = environment();
    const getAccessToken = async (request: Request) => (await sessionOf(request))?.coraToken ?? null;
    made = createProfileHandler({ apiUrl, publicOrigin: appOrigin, getAccessToken });
  }
  return made;
}

export const GET = (request: Request) => handler().GET(request);
export const POST = (request: Request) => handler().POST(request);
export const PUT = (request: Request) => handler().PUT(request);
