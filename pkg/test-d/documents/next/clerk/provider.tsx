// A snippet of docs/web.md, literally, with what it leaves out.
import { AuthProvider } from "@cora/auth/react";
import { clerkAdapter } from "@cora/auth/react/clerk";
import { type ReactNode, useState } from "react";

declare function useClerk(): Parameters<typeof clerkAdapter>[0]["clerk"];

export function Providers({ children }: { children: ReactNode }) {
  // below <ClerkProvider>, in a client component
  const clerk = useClerk();                                          // of @clerk/nextjs or @clerk/react
  const [adapter] = useState(() => clerkAdapter({ clerk }));         // of @cora/auth/react/clerk
  return <AuthProvider adapter={adapter}>{children}</AuthProvider>;
}
