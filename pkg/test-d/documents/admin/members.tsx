// A snippet of docs/admin-components.md, literally.
"use client";
import { AdminProvider, MembersScreen } from "@cora/auth/admin";
import { createCoraClient } from "@cora/auth/client";
import { useUnifiedAuth } from "@cora/auth/react";
import "@cora/auth/admin.css";

const client = createCoraClient({ baseUrl: "/api/cora" });

export function Members({ orgId }: { orgId: string }) {
  const { can, fullName, status, userId } = useUnifiedAuth();
  if (status !== "authenticated") return null;
  return (
    <AdminProvider client={client} person={{ userId, name: fullName ?? "" }} can={can}>
      <MembersScreen orgId={orgId} />
    </AdminProvider>
  );
}
