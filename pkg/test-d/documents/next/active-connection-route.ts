// A snippet of docs/web.md, literally, with what it leaves out.
import { activeConnection } from "./lib/auth";

// app/api/active-connection/route.ts
export const { GET } = activeConnection;
