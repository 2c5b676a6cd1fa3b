import { AuthProvider, useUnifiedAuth } from "@cora/auth/react";
import { init as initSession } from "@cora/auth/session";
import { decide, init } from "@cora/auth/slim";
import { profileAnswer, situation, testAdapter, testSession } from "@cora/auth/testing";
import wasm from "@cora/auth/cora.wasm";
import page from "@cora/auth/cora-page.wasm";
import session from "@cora/auth/cora-session.wasm";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const urlOf = (file) => new URL(file, import.meta.url);

function Who() {
  const auth = useUnifiedAuth();
  return createElement(
    "p",
    { id: "who" },
    `${auth.status} ${auth.session?.email ?? ""} ${auth.can("org:read", auth.session?.currentOrganizationId ?? undefined)}`,
  );
}

await Promise.all([init(urlOf(wasm)), initSession(urlOf(session))]);
const answer = profileAnswer(testSession({ organizations: [{ name: "Acme" }] }));
const { fetch: real } = globalThis;
globalThis.fetch = async (input, options) =>
  String(input) === "/api/profile" ? Response.json(answer) : await real(input, options);
document.title = decide(situation("domain")).outcome.kind;
const adapter = testAdapter({ state: { status: "signed_in", sessionKey: "ivan" } });
createRoot(document.body).render(createElement(AuthProvider, { adapter, module: urlOf(page) }, createElement(Who)));
