import { createProfileHandler } from "@cora/auth/next";
import type { ProfileHandler } from "@cora/auth/next";

import { accessTokenOf } from "../../../lib/access-token";
import { environment } from "../../../lib/environment";

let made: ProfileHandler | undefined;

// Made at the first request, because the environment is not there when the application is built.
function handler(): ProfileHandler {
  if (made === undefined) {
    const { apiUrl, appOrigin } = environment();
    made = createProfileHandler({ apiUrl, publicOrigin: appOrigin, getAccessToken: accessTokenOf });
  }
  return made;
}

export const GET = (request: Request) => handler().GET(request);
export const POST = (request: Request) => handler().POST(request);
