// The demo's provider with answers that take as long as a test says, the times at which it gave
// them, and tokens for another audience on demand. Its people are those of the demo, and one
// without an address.
import { createServer } from "node:http";
import { join } from "node:path";

import { FLAVOURS } from "../../demo/provider/flavour.mjs";
import { signingKeys } from "../../demo/provider/keys.mjs";
import { PEOPLE } from "../../demo/provider/people.mjs";
import { createProvider, requestHandler } from "../../demo/provider/provider.mjs";
import { PROVIDERS } from "../../demo/provider/registry.mjs";

/** The name of the person without an address. */
export const NAMELESS = "Nora Noaddress";

PEOPLE.push({
  emailVerified: false,
  givenName: "Nora",
  familyName: "Noaddress",
  at: { demo: { subject: "usr_nora", note: "Has no address at all." } },
});

/**
 * Starts the provider. `delays` are milliseconds by path, before an answer; `answered` has the time
 * of the last answer by path.
 */
export async function slowProvider({ folder, port, redirectUris, secret }) {
  const issuer = `http://localhost:${port}`;
  const provider = createProvider({
    name: "demo",
    issuer,
    clientSecret: secret,
    redirectUris,
    jwks: signingKeys(join(folder, "provider-keys.json")),
  });
  const handle = requestHandler(provider, "demo", [`localhost:${port}`]);
  const [delays, answered] = [{}, {}];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, issuer);
    response.once("finish", () => (answered[pathname] = Date.now()));
    setTimeout(() => handle(request, response), delays[pathname] ?? 0);
  });
  await new Promise((done) => server.listen(port, "localhost", done));
  return {
    issuer,
    clientId: PROVIDERS.demo.clientId,
    delays,
    answered,
    /** Has the provider issue access tokens for this audience from now on. */
    issueFor(audience) {
      FLAVOURS.oidc.audience = audience;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
