"use client";

import { OrganizationSwitcher, Show, UserButton, useUnifiedAuth } from "@cora/auth/react";

export function Who() {
  const auth = useUnifiedAuth();
  return (
    <>
      <p id="who">{`${auth.status} ${auth.fullName ?? ""}`}</p>
      <Show when={{ role: "org_admin" }}>
        <p id="admin">admin</p>
      </Show>
      <UserButton />
      <OrganizationSwitcher />
    </>
  );
}
