// Measures logins by 64 concurrent clients: `cora serve` and better-auth (peer.mjs), on one
// PostgreSQL, in turns.
//
//   CORA_BIN=target/release/cora node race.mjs URL
//
// Prints one line of JSON for `cargo xtask bench`.
//
// Each login is one request over a persistent connection, with a token of the identity provider.
// The person is created as a user and a member, or recognized. Both servers return who it is. The
// clients are in this process, on the same machine, and cost both servers the same.
import { spawn } from "node:child_process";
import http from "node:http";

import pg from "pg";

import { ACME, listening, openWorld } from "../../server/world.mjs";

const CLIENTS = 64;
const ROUNDS = 4;
/** The number of logins in a round. */
const LOGINS = 1500;
const AUDIENCE = "https://api.acme.example";

const [database] = process.argv.slice(2);
const { CORA_BIN: cora } = process.env;
if (!database || !cora) {
  console.error("usage: CORA_BIN=… node race.mjs URL");
  process.exit(2);
}

const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });

/**
 * Sends one request and returns its duration, in milliseconds. Any status other than 200 is a
 * failed login.
 */
function ask(url, { method, headers, body }, check) {
  return new Promise((done, failed) => {
    const began = performance.now();
    const request = http.request(url, { method, headers, agent }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        const took = performance.now() - began;
        const text = Buffer.concat(parts).toString();
        if (response.statusCode === 200 && text.includes(check)) done(took);
        else failed(new Error(`${url}: ${response.statusCode} ${text.slice(0, 300)}`));
      });
    });
    request.on("error", failed);
    request.end(body);
  });
}

/**
 * Logs everybody in, CLIENTS at a time. Returns how long each one and all of them took, in
 * milliseconds.
 */
async function logIn(people, login) {
  const [waited, open] = [[], [...people]];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let person = open.pop(); person !== undefined; person = open.pop()) waited.push(await login(person));
    }),
  );
  return { waited, all: performance.now() - began };
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

const world = await openWorld({ cora, database: await emptyDatabase("bench_service_ours") });
let peer;
try {
  const { url } = await world.start();
  const sample = JSON.parse(Buffer.from(world.token("x", "x@acme.example").split(".")[1], "base64url").toString());
  const { keys } = await (await fetch(`${sample.iss}/keys`)).json();
  const settings = {
    url: await emptyDatabase("bench_service_peer"),
    issuer: sample.iss,
    keys,
    audience: AUDIENCE,
    organization: ACME,
  };
  peer = spawn(process.execPath, [new URL("peer.mjs", import.meta.url).pathname], {
    env: { ...process.env, PEER: JSON.stringify(settings), BETTER_AUTH_TELEMETRY: "0", NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const peerUrl = await listening(peer, "better-auth");

  const sides = {
    ours: ({ token, email }) =>
      ask(`${url}/profiles/me`, { method: "GET", headers: { authorization: `Bearer ${token}` } }, email),
    peer: ({ token, email }) =>
      ask(
        `${peerUrl}/api/auth/sign-in/social`,
        {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ provider: "google", idToken: { token } }),
        },
        email,
      ),
  };
  let made = 0;
  const people = (count) =>
    Array.from({ length: count }, () => {
      const name = `p${(made += 1)}`;
      const email = `${name}@acme.example`;
      return { token: world.token(name, email), email };
    });
  const kinds = { first: { ours: [], peer: [] }, returning: { ours: [], peer: [] } };
  const warm = people(300);
  for (const login of Object.values(sides)) {
    await logIn(warm, login);
    await logIn(warm, login);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const come = people(LOGINS);
    for (const kind of ["first", "returning"]) {
      // The order alternates, so that neither always follows the other.
      for (const side of round % 2 ? ["peer", "ours"] : ["ours", "peer"])
        kinds[kind][side].push(await logIn(come, sides[side]));
    }
  }
  const members = new pg.Client({ connectionString: settings.url });
  await members.connect();
  const {
    rows: [{ count }],
  } = await members.query("SELECT count(*)::int FROM member");
  await members.end();
  if (count !== made) throw new Error(`better-auth has ${count} members of ${made}`);

  const rows = [];
  const row = (id, work, ours, theirs, unit) => {
    const ratio = ours / theirs;
    rows.push({ id, work, ours, peer: theirs, unit, ratio, goal: 1, met: ratio <= 1 });
  };
  for (const [kind, { ours, peer: theirs }] of Object.entries(kinds)) {
    const name = `${CLIENTS} clients, PostgreSQL: a ${kind} login`;
    const each = (runs) => (runs.reduce((sum, { all }) => sum + all, 0) / (ROUNDS * LOGINS)) * 1000;
    row(`service_${kind}_each`, `${name}, time for each / better-auth`, each(ours), each(theirs), "µs");
    for (const share of [50, 99]) {
      const at = (runs) => {
        const all = runs.flatMap(({ waited }) => waited).sort((a, b) => a - b);
        return all[Math.floor((all.length * share) / 100)];
      };
      row(`service_${kind}_p${share}`, `${name}, p${share} / better-auth`, at(ours), at(theirs), "ms");
    }
  }
  console.log(JSON.stringify(rows));
} finally {
  agent.destroy();
  peer?.kill("SIGTERM");
  world.close();
}
