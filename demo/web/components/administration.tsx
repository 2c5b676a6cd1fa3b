"use client";

import { AdminProvider, routerLocation } from "@cora/auth/admin";
import { AdminConsole } from "@cora/auth/admin/console";
import { createCoraClient } from "@cora/auth/client";
import { useUnifiedAuth } from "@cora/auth/react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import "@cora/auth/admin.css";

/** The administrators' screens inside of the application. */
export function Administration() {
  const { can, fullName, session, status } = useUnifiedAuth();
  const [router, path, query] = [useRouter(), usePathname(), useSearchParams()];
  const client = useMemo(
    () => createCoraClient({ baseUrl: `${globalThis.location?.origin ?? "http://localhost"}/api/cora` }),
    [],
  );
  if (status !== "authenticated") return null;
  return (
    <AdminProvider
      client={client}
      person={{ userId: session.userId, name: fullName ?? "" }}
      can={can}
      location={routerLocation(router, `${path}?${query}`)}
    >
      <AdminConsole base="/admin" organizations={session.organizations} />
    </AdminProvider>
  );
}
