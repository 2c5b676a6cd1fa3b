import { decide, init } from "@cora/auth";
import { AuthProvider, useUnifiedAuth } from "@cora/auth/react";
import { situation, testAdapter, testSession } from "@cora/auth/testing";
import { init as initSession } from "@cora/auth/session";
import { profileAnswer } from "@cora/auth/testing";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

const adapter = testAdapter({ state: { status: "signed_in", sessionKey: "ivan" } });

function Who() {
  const auth = useUnifiedAuth();
  return (
    <p id="who">{`${auth.status} ${auth.session?.email ?? ""} ${auth.can("org:read", auth.session?.currentOrganizationId ?? undefined)}`}</p>
  );
}

await Promise.all([init(), initSession()]);
const answer = profileAnswer(testSession({ organizations: [{ name: "Acme" }] }));
const { fetch: real } = globalThis;
globalThis.fetch = async (input, options) =>
  String(input) === "/api/profile" ? Response.json(answer) : await real(input, options);
document.title = decide(situation("domain")).outcome.kind;
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <AuthProvider adapter={adapter}>
      <Who />
    </AuthProvider>
  </StrictMode>,
);
