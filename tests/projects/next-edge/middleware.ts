// Middleware in the edge runtime, which Next.js 16 still supports: Clerk signs people in, and their
// tokens are verified here.
import { clerkToken, createAuth } from "@cora/auth/next";

const { proxy } = createAuth({
  apiUrl: "http://127.0.0.1:9",
  origin: "http://127.0.0.1:3000",
  getToken: clerkToken,
  routes: [
    { pattern: "/", access: "public" },
    { pattern: "/api/*", access: "public" },
  ],
});

export const middleware = proxy;
export const config = { matcher: ["/((?!_next/).*)"] };
