import { createCora } from "@cora/auth/next";

/** The server side of signing in. It reads the environment at the first request. */
export const { auth, CoraProvider, protect, proxy, signInState } = createCora({
  // The page for visitors says why a sign-in did not succeed, too.
  signInPath: "/",
  errorPath: "/",
  // Paths that are not listed require a signed-in user.
  routes: [
    { pattern: "/what-if", access: "public" },
    { pattern: "/playground", access: "public" },
    // Each route verifies requests itself, and responds with JSON instead of a page.
    { pattern: "/api/*", access: "public" },
  ],
});
