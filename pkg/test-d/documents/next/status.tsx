// A snippet of docs/web.md, literally, with what it leaves out.
import { useUnifiedAuth } from "@cora/auth/react";
import type { ReactNode } from "react";

declare function Spinner(): ReactNode;
declare function Members(): ReactNode;
declare function Home(): ReactNode;

export function Status() {
  const auth = useUnifiedAuth();
  switch (auth.status) {
    case "loading": return <Spinner />;
    case "unauthenticated": return <button onClick={() => auth.signIn({ redirectTo: "/reports" })}>Sign in</button>;
    case "pending": return <p>{auth.message.text}</p>;                // signed in at the provider, and may not come in, or not yet
    case "error": return <button onClick={() => auth.refresh()}>{auth.message.text}</button>;
    case "authenticated": {
      const organizationId = auth.session.currentOrganizationId;        // null while the person works in none
      return organizationId && auth.can("members:manage", organizationId) ? <Members /> : <Home />;
    }
  }
}
