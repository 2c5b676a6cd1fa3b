// A snippet of docs/web.md, literally, with what it leaves out.
// proxy.ts
import { createCora } from "@cora/auth/next";

const cora = createCora();
export const { auth, protect, protectRoute, signOut, CoraProvider } = cora;
export default cora.proxy;
export const config = { matcher: ["/((?!_next/|\\.well-known/|.*\\.[^/]+$).*)"] };
