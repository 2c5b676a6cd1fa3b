import { createServer } from "node:http";

import { signingKeys } from "./keys.mjs";
import { createProvider, requestHandler } from "./provider.mjs";
import { PROVIDERS } from "./registry.mjs";

const NAMES = ["PROVIDER", "PORT", "ISSUER", "CLIENT_SECRET", "REDIRECT_URIS", "JWKS_FILE"];
const missing = NAMES.filter((name) => !process.env[name]);
if (missing.length > 0) {
  console.error(`missing environment variables: ${missing.join(", ")}`);
  process.exit(2);
}
const { PROVIDER, PORT, ISSUER, CLIENT_SECRET, REDIRECT_URIS, JWKS_FILE, TOKEN_SECONDS } = process.env;
if (!Object.hasOwn(PROVIDERS, PROVIDER)) {
  console.error(`PROVIDER must be one of ${Object.keys(PROVIDERS).join(", ")}`);
  process.exit(2);
}
const { path } = PROVIDERS[PROVIDER];

const provider = createProvider({
  name: PROVIDER,
  issuer: ISSUER,
  clientSecret: CLIENT_SECRET,
  redirectUris: REDIRECT_URIS.split(" "),
  jwks: signingKeys(JWKS_FILE),
  ...(TOKEN_SECONDS && { tokenSeconds: Number(TOKEN_SECONDS) }),
});
const hosts = [];
const server = createServer(requestHandler(provider, PROVIDER, hosts));
server.on("error", (error) => {
  console.error(`the provider cannot listen: ${error.message}`);
  process.exit(1);
});
server.listen(Number(PORT), "127.0.0.1", () => {
  const { port } = server.address();
  hosts.push(`127.0.0.1:${port}`, `localhost:${port}`);
  console.log(`listening on http://127.0.0.1:${port}${path}`);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
