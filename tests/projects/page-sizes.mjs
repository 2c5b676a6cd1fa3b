// The same page, which shows who is signed in and what they may do, made with our package and with
// others: as small as each of them can be (`betterAuthAlone`), and as their guides have it. Needs
// the packed package in node_modules (run.mjs puts it there).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));
export const zipped = (bytes) => gzipSync(bytes, { level: 9 }).length;
const sizeOfFile = (path) => zipped(readFileSync(new URL(`node_modules/${path}`, import.meta.url)));

const page = (imports, inner) => `import { createRoot } from "react-dom/client"; ${imports}
createRoot(document.body).render(${inner});`;

const PAGES = {
  empty: page("", "<p/>"),
  ours: page(
    `import { AuthProvider, useUnifiedAuth } from "@cora/auth/react"; import { authjsAdapter } from "@cora/auth/react/authjs";
     const adapter = authjsAdapter(); const Who = () => { const auth = useUnifiedAuth(); return <p>{auth.session?.email} {String(auth.can("org:read"))}</p>; };`,
    "<AuthProvider adapter={adapter}><Who/></AuthProvider>",
  ),
  cora: page(
    `import { CoraProvider, useUnifiedAuth } from "@cora/auth/react";
     const Who = () => { const auth = useUnifiedAuth(); return <p>{auth.session?.email} {String(auth.can("org:read"))}</p>; };`,
    "<CoraProvider><Who/></CoraProvider>",
  ),
  betterAuthAlone: page(
    `import { createAuthClient } from "better-auth/react"; import { organizationClient } from "better-auth/client/plugins";
     const { useSession, organization } = createAuthClient({ plugins: [organizationClient()] });
     const Who = () => { const { data } = useSession(); return <p>{data?.user.email} {String(organization.checkRolePermission({ role: "member", permissions: { member: ["update"] } }))}</p>; };`,
    "<Who/>",
  ),
  betterAuth: page(
    `import { createAuthClient } from "better-auth/react"; import { organizationClient } from "better-auth/client/plugins"; import { z } from "zod";
     const { useSession, organization } = createAuthClient({ plugins: [organizationClient()] }); const User = z.object({ email: z.email(), name: z.string() });
     const Who = () => { const { data } = useSession(); return <p>{data && User.parse(data.user).email} {String(organization.checkRolePermission({ role: "member", permissions: { member: ["update"] } }))}</p>; };`,
    "<Who/>",
  ),
  clerk: page(
    `import { ClerkProvider, useAuth, useUser } from "@clerk/react"; const Who = () => { const auth = useAuth(); const { user } = useUser(); return <p>{user?.id} {String(auth.has?.({ role: "org:admin" }))}</p>; };`,
    '<ClerkProvider publishableKey="pk_live_Y2xlcmsuYWNtZS5leGFtcGxlJA"><Who/></ClerkProvider>',
  ),
};

async function sizeOf(contents, external = []) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: HERE, loader: "tsx" },
    bundle: true,
    external,
    minify: true,
    format: "esm",
    write: false,
    jsx: "automatic",
    logLevel: "error",
    splitting: false,
    define: { "process.env.NODE_ENV": '"production"', "process.env": "{}" },
    target: "es2022",
  });
  return zipped(outputFiles[0].contents);
}

/**
 * Measures the scripts of each page without React, and the files that pages fetch, in bytes,
 * compressed with gzip -9.
 */
export async function measure() {
  const sizes = {};
  for (const [name, contents] of Object.entries(PAGES)) sizes[name] = await sizeOf(contents);
  // The client of Auth.js is the application's own.
  sizes.adapter = await sizeOf(PAGES.ours, ["next-auth/react"]);
  const shares = Object.entries(sizes).map(([name, size]) => [name, size - sizes.empty]);
  return {
    ...Object.fromEntries(shares),
    module: sizeOfFile("@cora/auth/dist/cora-page.wasm"),
    clerkScript: sizeOfFile("@clerk/clerk-js/dist/clerk.browser.js"),
  };
}
