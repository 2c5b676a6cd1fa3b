import { proxy } from "./lib/auth";

/**
 * Answers the paths below `/api/auth`, renews the session, and leads visitors from the pages of
 * signed-in users to the sign-in page.
 */
export default proxy;

/** Matches everything except files, and what Next.js itself serves. */
export const config = { matcher: ["/((?!_next/|\\.well-known/|.*\\.[^/]+$).*)"] };
