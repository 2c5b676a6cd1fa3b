// A snippet of docs/web.md, literally, with what it leaves out.
import { AuthProvider } from "@cora/auth/react";
import type { ReactNode } from "react";

export function Providers({ children }: { children: ReactNode }) {
  return (
    // below the root layout, in a client component; the adapter is that of your library
    <AuthProvider adapters={{ default: async () => (await import("@cora/auth/react/authjs")).authjsAdapter() }}>{children}</AuthProvider>
  );
}
