// A snippet of docs/web.md, literally, with what it leaves out.
import { profile } from "./lib/auth";

// app/api/profile/route.ts
export const { GET, POST, PUT } = profile;
