// A snippet of docs/web.md, literally, with what it leaves out. `cargo xtask check claims` compares them.
// proxy.ts
export { proxy } from "./lib/auth";
