import type { NextRequest } from "next/server";

import { server } from "./lib/auth";

/** Everything but what Next.js itself serves. */
export const config = { matcher: ["/((?!_next/|favicon.ico).*)"] };

/** Sends who is not signed in, or signed in by a connection that is not in use any more, to sign in first. */
export const proxy = (request: NextRequest) => server().auth.proxy(request);
