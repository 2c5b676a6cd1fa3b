// Measures sign-ins and renewals of sessions by 64 concurrent clients: `cora serve` as the issuer
// of an application, and better-auth (peer.mjs) as an application's own, on one PostgreSQL, in
// turns.
//
//   CORA_BIN=target/release/cora node sessions.mjs URL [ROUNDS SIGN-INS]
//
// Prints one line of JSON for `cargo xtask bench`.
//
// Our sign-in is that of a person who has a session at Cora: the authorization request, and
// the code's exchange for three tokens. better-auth's is a known person's, with a token of their
// provider. Our renewal is a decision and gives two tokens; better-auth's reads the session
// and writes its new end. So ours does more in both, and all its sessions are one person's.
import { spawn } from "node:child_process";
import http from "node:http";

import { SignJWT, exportJWK, generateKeyPair } from "jose";
import pg from "pg";

import { listening, openWorld, REDIRECT_URI } from "../../issuer/world.mjs";

const CLIENTS = 64;
const AUDIENCE = "https://api.acme.example";
const ORGANIZATION = "00000000-0000-7000-8000-0000000000a1";

const [database, rounds = "4", number = "1500"] = process.argv.slice(2);
const { CORA_BIN: cora } = process.env;
if (!database || !cora) {
  console.error("usage: CORA_BIN=… node sessions.mjs URL [ROUNDS SIGN-INS]");
  process.exit(2);
}
const [ROUNDS, SIGN_INS] = [Number(rounds), Number(number)];
const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });

/** Sends one request over a persistent connection. Any status but these is a failure. */
function ask(url, { method = "GET", headers = {}, body } = {}, statuses = [200]) {
  return new Promise((done, failed) => {
    const request = http.request(url, { method, headers, agent }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        const text = Buffer.concat(parts).toString();
        if (statuses.includes(response.statusCode)) done({ headers: response.headers, text });
        else failed(new Error(`${url}: ${response.statusCode} ${text.slice(0, 300)}`));
      });
    });
    request.on("error", failed);
    request.end(body);
  });
}

const post = (url, form) =>
  ask(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  });

/** Does the work for each item, CLIENTS at a time. Returns how long each and all of them took. */
async function race(items, work) {
  const [waited, open, results] = [[], [...items.entries()], []];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const [index, item] = next;
        const start = performance.now();
        results[index] = await work(item);
        waited.push(performance.now() - start);
      }
    }),
  );
  return { waited, all: performance.now() - began, results };
}

async function emptyDatabase(name) {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(database);
  url.pathname = `/${name}`;
  return url.href;
}

/** Cora as the issuer of one application, of which 64 browsers have a session. */
async function openOurs() {
  const world = await openWorld({ cora, database: await emptyDatabase("bench_sessions_ours"), log: "error" });
  const { id, secret } = await world.register("Bench", "web", ["--redirect-uri", REDIRECT_URI, "--pkce", "nonce"]);
  const url = new URL(`${world.issuer}/oauth2/authorize`);
  url.search = new URLSearchParams({
    client_id: id,
    redirect_uri: REDIRECT_URI,
    response_type: "code",
    scope: "openid email offline_access",
    nonce: "n",
  });
  const cookies = [];
  for (let index = 0; index < CLIENTS; index += 1) {
    const browser = world.browser();
    await world.signIn(browser, url, "Dora");
    cookies.push([...browser.cookies.get("127.0.0.1")].map(([name, value]) => `${name}=${value}`).join("; "));
  }
  const application = { client_id: id, client_secret: secret };
  const token = async (form) =>
    JSON.parse((await post(`${world.issuer}/oauth2/token`, { ...application, ...form })).text);
  return {
    close: world.close,
    async signIn(index) {
      const { headers } = await ask(url, { headers: { cookie: cookies[index % CLIENTS] } }, [303]);
      const code = new URL(headers.location).searchParams.get("code");
      const tokens = await token({ grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI });
      return tokens.refresh_token;
    },
    renew: (refresh_token) => token({ grant_type: "refresh_token", refresh_token }),
  };
}

/** better-auth as an application's own sessions, with people who are known to it. */
async function openPeer() {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const issuer = "https://idp.acme.example";
  const settings = {
    url: await emptyDatabase("bench_sessions_peer"),
    issuer,
    keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "ES256", use: "sig" }],
    audience: AUDIENCE,
    organization: ORGANIZATION,
  };
  const peer = spawn(process.execPath, [new URL("peer.mjs", import.meta.url).pathname], {
    env: { ...process.env, PEER: JSON.stringify(settings), BETTER_AUTH_TELEMETRY: "0", NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await listening(peer, "better-auth");
  const tokens = await Promise.all(
    Array.from({ length: CLIENTS }, (_, index) =>
      new SignJWT({ email: `p${index}@acme.example`, email_verified: true, name: `p${index}` })
        .setProtectedHeader({ alg: "ES256", kid: "k" })
        .setIssuer(issuer)
        .setSubject(`p${index}`)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime("2h")
        .sign(privateKey),
    ),
  );
  const headers = { "content-type": "application/json" };
  const side = {
    close: () => peer.kill("SIGTERM"),
    async signIn(index) {
      const body = JSON.stringify({ provider: "google", idToken: { token: tokens[index % CLIENTS] } });
      const { headers: answered } = await ask(`${url}/api/auth/sign-in/social`, { method: "POST", headers, body });
      return answered["set-cookie"].map((line) => line.split(";")[0]).join("; ");
    },
    async renew(cookie) {
      const { text } = await ask(`${url}/api/auth/get-session`, { headers: { cookie } });
      if (!text.includes("@acme.example")) throw new Error(`better-auth: ${text.slice(0, 200)}`);
    },
  };
  for (let index = 0; index < CLIENTS; index += 1) await side.signIn(index);
  return side;
}

const sides = { ours: await openOurs(), peer: await openPeer() };
try {
  const kinds = { sign_in: { ours: [], peer: [] }, renewal: { ours: [], peer: [] } };
  const indexes = (count) => Array.from({ length: count }, (_, index) => index);
  for (const side of Object.values(sides)) {
    const { results } = await race(indexes(2 * CLIENTS), side.signIn);
    await race(results, side.renew);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    // The order alternates, so that neither always follows the other.
    for (const side of round % 2 ? ["peer", "ours"] : ["ours", "peer"]) {
      const signedIn = await race(indexes(SIGN_INS), sides[side].signIn);
      kinds.sign_in[side].push(signedIn);
      kinds.renewal[side].push(await race(signedIn.results, sides[side].renew));
    }
  }
  const rows = [];
  const row = (id, work, ours, theirs, unit) => {
    const ratio = ours / theirs;
    rows.push({ id, work, ours, peer: theirs, unit, ratio, goal: 1, met: ratio <= 1 });
  };
  for (const [kind, { ours, peer }] of Object.entries(kinds)) {
    const name = `${CLIENTS} clients, PostgreSQL: a ${kind.replace("_", "-")} of a session`;
    const each = (runs) => (runs.reduce((sum, { all }) => sum + all, 0) / (ROUNDS * SIGN_INS)) * 1000;
    row(`sessions_${kind}_each`, `${name}, time for each / better-auth`, each(ours), each(peer), "µs");
    const at99 = (runs) => {
      const all = runs.flatMap(({ waited }) => waited).sort((a, b) => a - b);
      return all[Math.floor(all.length * 0.99)];
    };
    row(`sessions_${kind}_p99`, `${name}, p99 / better-auth`, at99(ours), at99(peer), "ms");
  }
  console.log(JSON.stringify(rows));
} finally {
  agent.destroy();
  for (const side of Object.values(sides)) side.close();
}
