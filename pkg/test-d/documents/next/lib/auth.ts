// A snippet of docs/web.md, literally, with what it leaves out.
declare const secrets: Record<string, string>;

// lib/auth.ts
import { createAuth } from "@cora/auth/next";
import { createAuthjs } from "@cora/auth/next/authjs";
import { headers } from "next/headers";

const [apiUrl, origin] = [process.env.CORA_API_URL!, "https://app.acme.example"];
export const authjs = createAuthjs({ apiUrl, origin, secret: process.env.NEXTAUTH_SECRET!, clientSecret: (connectionId) => secrets[connectionId] });
export const { activeConnection, auth, profile, proxy, signInState } = createAuth({ apiUrl, origin, headers,
  getToken: authjs.getToken, getProviderAccessToken: authjs.getProviderAccessToken,
  routes: [{ pattern: "/", access: "public" }, { pattern: "/api/*", access: "public" }] });
