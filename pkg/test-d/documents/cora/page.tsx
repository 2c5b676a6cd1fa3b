// A snippet of docs/web.md, literally, with what it leaves out.
import type { ReactNode } from "react";

declare function Members(): ReactNode;

import { OrganizationSwitcher, RedirectToSignIn, Show, UserButton, useUnifiedAuth } from "@cora/auth/react";

export const Header = () => <>
  <Show when={{ role: "org_admin" }} fallback={<p>Ask an administrator.</p>}><Members /></Show>
  <Show when={{ signedOut: true }}><RedirectToSignIn /></Show>
  <UserButton /> <OrganizationSwitcher />
</>;
