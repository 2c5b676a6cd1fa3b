import { createCora } from "@cora/auth/next";

const cora = createCora();
export const { auth, protect, CoraProvider } = cora;
export default cora.proxy;
export const config = { matcher: ["/((?!_next/|\\.well-known/|.*\\.[^/]+$).*)"] };
