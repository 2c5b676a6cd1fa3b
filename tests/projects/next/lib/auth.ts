import { createAuth } from "@cora/auth/next";
import { createAuthjs } from "@cora/auth/next/authjs";
import { headers } from "next/headers";

const apiUrl = "http://127.0.0.1:9";
const origin = "http://127.0.0.1:3000";

export const authjs = createAuthjs({
  apiUrl,
  origin,
  secret: "0123456789abcdef0123456789abcdef",
  clientSecret: () => "secret",
});
export const { activeConnection, auth, profile, proxy } = createAuth({
  apiUrl,
  origin,
  headers,
  getToken: authjs.getToken,
  getProviderAccessToken: authjs.getProviderAccessToken,
  routes: [
    { pattern: "/", access: "public" },
    { pattern: "/client", access: "public" },
    { pattern: "/api/*", access: "public" },
  ],
});
