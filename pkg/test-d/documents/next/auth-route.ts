// A snippet of docs/web.md, literally, with what it leaves out. `cargo xtask check claims` compares them.
import { authjs } from "./lib/auth";

// app/api/auth/[...nextauth]/route.ts
export const { GET, POST } = authjs.handler;
