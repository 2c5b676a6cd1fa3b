import { createAuth } from "@cora/auth/next";
import { headers } from "next/headers";

/** The application keeps a provider's token in a cookie of its own. */
const tokenIn = (request: Request) =>
  /(?:^|; )provider-token=([\w.-]+)/.exec(request.headers.get("cookie") ?? "")?.[1] ?? null;

export const { activeConnection, auth, profile, proxy } = createAuth({
  apiUrl: "http://127.0.0.1:9",
  origin: "http://127.0.0.1:3000",
  headers,
  getToken: async (request) => tokenIn(request),
  routes: [
    { pattern: "/", access: "public" },
    { pattern: "/client", access: "public" },
    { pattern: "/api/*", access: "public" },
  ],
});
