// Measures the verification of one token with cached keys: ours, jose's, and Clerk's own without
// network, in Node; ours and jose's in Chromium. Each has to accept the token before it is timed.
// Prints one line of JSON for `cargo xtask bench`.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, normalize } from "node:path";
import { fileURLToPath } from "node:url";

import { verifyToken } from "@clerk/backend";
import { createLocalJWKSet, jwtVerify } from "jose";

import { TokenVerifier } from "../../../pkg/dist/session/index.js";
import { race } from "./race.mjs";
import { clerkOptions, joseOptions, options, tokens } from "./tokens.mjs";

const rows = [];
const row = (id, work, ours, peer, goal) => {
  const ratio = ours / peer;
  rows.push({ id, work, ours, peer, unit: "µs", ratio, goal, met: goal === null ? null : ratio <= goal });
};

for (const [alg, { jwks, pem, token }] of Object.entries(tokens)) {
  const verifier = new TokenVerifier(options(alg));
  const keys = createLocalJWKSet(jwks);
  const contestants = { ours: () => verifier.verify(token), jose: () => jwtVerify(token, keys, joseOptions(alg)) };
  // Clerk signs with RSA only.
  if (alg === "RS256") contestants.clerk = () => verifyToken(token, { jwtKey: pem, ...clerkOptions });
  for (const work of Object.values(contestants)) await work();
  const times = await race(contestants);
  row(`node_verify_${alg}_jose`, `Node: verify ${alg} token / jose`, times.ours, times.jose, 0.5);
  if (times.clerk !== undefined)
    row(`node_verify_${alg}_clerk`, `Node: verify ${alg} token / @clerk/backend`, times.ours, times.clerk, 0.25);
}

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const { chromium } = createRequire(new URL("../../../pkg/package.json", import.meta.url))("playwright-core");
const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const imports = { "#session": "/pkg/dist/session/host/browser.js", "#signatures": "/pkg/dist/session/crypto/web.js" };
const page = `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>`;
const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname));
  if (path === "/") return void response.writeHead(200, { "content-type": "text/html" }).end(page);
  try {
    const body = readFileSync(ROOT + path);
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const opened = await browser.newPage();
  await opened.goto(`http://127.0.0.1:${server.address().port}`);
  for (const [alg, { jwks, token }] of Object.entries(tokens)) {
    const times = await opened.evaluate(
      async ({ given, jose: joseGiven, jwks, token }) => {
        const { TokenVerifier, init } = await import("/pkg/dist/session/index.js");
        const { createLocalJWKSet, jwtVerify } = await import(
          "/tests/bench/node/node_modules/jose/dist/webapi/index.js"
        );
        await init();
        const verifier = new TokenVerifier(given);
        const keys = createLocalJWKSet(jwks);
        const contestants = { ours: () => verifier.verify(token), jose: () => jwtVerify(token, keys, joseGiven) };
        const best = { ours: Infinity, jose: Infinity };
        const CALLS = 40;
        for (let round = 0; round < 60; round += 1) {
          for (const [name, work] of Object.entries(contestants)) {
            const started = performance.now();
            for (let call = 0; call < CALLS; call += 1) await work();
            best[name] = Math.min(best[name], ((performance.now() - started) * 1000) / CALLS);
          }
        }
        return best;
      },
      { given: options(alg), jose: joseOptions(alg), jwks, token },
    );
    row(`chromium_verify_${alg}_jose`, `Chromium: verify ${alg} token / jose`, times.ours, times.jose, 1);
  }
} finally {
  await browser.close();
  server.close();
}
console.log(JSON.stringify(rows));
