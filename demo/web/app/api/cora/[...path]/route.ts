import { adminHandler } from "@cora/auth/admin/server";
import type { AdminHandler } from "@cora/auth/admin/server";

import { server } from "../../../../lib/auth";
import { environment } from "../../../../lib/environment";

let made: AdminHandler | undefined;

/** Returns the route behind the screens; the environment is not available during a build. */
function handler(): AdminHandler {
  const { apiUrl, appOrigin } = environment();
  return (made ??= adminHandler({
    auth: async (request) => {
      const token = await server().authjs.getToken(request);
      return token === null ? { status: "unauthenticated" } : { status: "authenticated", token };
    },
    path: "/api/cora",
    apiUrl,
    origins: [appOrigin],
  }));
}

export const GET = async (request: Request) => await handler().GET(request);
export const POST = async (request: Request) => await handler().POST(request);
export const PUT = async (request: Request) => await handler().PUT(request);
export const DELETE = async (request: Request) => await handler().DELETE(request);
