// A snippet of docs/web.md, literally, with what it leaves out.
declare function tokenOf(request: Request): Promise<string | null>;

// lib/auth.ts
import { createAuth } from "@cora/auth/next";
import { headers } from "next/headers";

export const { activeConnection, auth, profile, proxy, signInState } = createAuth({ apiUrl: process.env.CORA_API_URL!, origin: "https://app.acme.example", headers,
  getToken: async (request) => await tokenOf(request),              // of your own session
  routes: [{ pattern: "/", access: "public" }, { pattern: "/api/*", access: "public" }] });
