import type { NextRequest } from "next/server";

import { server } from "./lib/auth";

/** Matches everything except what Next.js itself serves. */
export const config = { matcher: ["/((?!_next/|favicon.ico).*)"] };

/**
 * Redirects a user who is not signed in, or signed in through a connection that is no longer in
 * use, to the sign-in page.
 */
export const proxy = (request: NextRequest) => server().auth.proxy(request);
