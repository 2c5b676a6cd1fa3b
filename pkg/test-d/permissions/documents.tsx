// The snippets of docs/applications.md.
import { createCora } from "@cora/auth/server";
import { Show, useUnifiedAuth } from "@cora/auth/react";

const cora = createCora();

export async function approve(request: Request): Promise<Response> {
  const user = await cora.protect(request, { permission: "invoices:approve" });
  return cora.commit(request, Response.json({ approvedBy: user.userId }));
}

export function Invoice() {
  const auth = useUnifiedAuth();
  if (auth.status !== "authenticated") return null;
  const mayRead = auth.can("invoices:read", auth.session.currentOrganizationId);
  return (
    <Show when={{ permission: "invoices:approve" }} fallback={mayRead ? <p>Waiting for approval.</p> : null}>
      <button type="submit">Approve</button>
    </Show>
  );
}
