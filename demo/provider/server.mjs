import { createServer } from "node:http";

import { signingKeys } from "./keys.mjs";
import { createProvider, requestHandler } from "./provider.mjs";

const NAMES = ["PORT", "ISSUER", "CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI", "JWKS_FILE"];
const missing = NAMES.filter((name) => !process.env[name]);
if (missing.length > 0) {
  console.error(`missing in the environment: ${missing.join(", ")}`);
  process.exit(2);
}
const { PORT, ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, JWKS_FILE } = process.env;

const provider = createProvider({
  issuer: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  redirectUri: REDIRECT_URI,
  jwks: signingKeys(JWKS_FILE),
});
const hosts = [];
const server = createServer(requestHandler(provider, hosts));
server.on("error", (error) => {
  console.error(`the provider cannot listen: ${error.message}`);
  process.exit(1);
});
server.listen(Number(PORT), "127.0.0.1", () => {
  const { port } = server.address();
  hosts.push(`127.0.0.1:${port}`, `localhost:${port}`);
  console.log(`listening on http://127.0.0.1:${port}`);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
