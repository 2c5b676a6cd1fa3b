// The adapter takes what Clerk's own hook returns.
import { useClerk } from "@clerk/react";
import { AuthProvider } from "@cora/auth/react";
import { clerkAdapter } from "@cora/auth/react/clerk";
import type { ReactNode } from "react";
import { useState } from "react";

export function Providers({ children }: { children: ReactNode }) {
  const clerk = useClerk();
  const [adapter] = useState(() => clerkAdapter({ clerk }));
  return <AuthProvider adapter={adapter}>{children}</AuthProvider>;
}
