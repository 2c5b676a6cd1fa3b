// A snippet of docs/web.md, literally, with what it leaves out.
import { headers } from "next/headers";

// lib/auth.ts
import { clerkToken, createAuth } from "@cora/auth/next";

export const { activeConnection, auth, profile, proxy } = createAuth({ apiUrl: process.env.CORA_API_URL!, origin: "https://app.acme.example", headers, getToken: clerkToken });
