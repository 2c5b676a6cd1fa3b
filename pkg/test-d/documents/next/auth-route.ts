// A snippet of docs/web.md, literally, with what it leaves out.
import { authjs } from "./lib/auth";

// app/api/auth/[...nextauth]/route.ts
export const { GET, POST } = authjs.handler;
