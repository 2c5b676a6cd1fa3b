// A snippet of docs/web.md, literally, with what it leaves out.
// proxy.ts
export { proxy } from "./lib/auth";
