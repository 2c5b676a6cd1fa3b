// A snippet of pkg/README.md, literally.
// proxy.ts
import { createCora } from "@cora/auth/next";

const cora = createCora(); // CORA_URL, CORA_CLIENT_ID, CORA_CLIENT_SECRET, CORA_COOKIE_SECRET
export const { auth, protect, protectRoute, signOut, CoraProvider } = cora;
export default cora.proxy;
export const config = { matcher: ["/((?!_next/|\\.well-known/|.*\\.[^/]+$).*)"] };
