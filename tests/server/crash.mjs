// Kills the server, or the database, in the middle of 500 first logins. Afterwards no acknowledged
// login may be lost, and none may be half-written. Fills the disk below SQLite, and frees it.
//
//   CORA_BIN=target/debug/cora node tests/server/crash.mjs
//
// Runs on SQLite and on a private PostgreSQL, whose packages are those of demo/postgres.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { startPostgres } from "./postgres.mjs";
import { openWorld } from "./world.mjs";

const { CORA_BIN: cora } = process.env;
if (!cora) {
  console.error("CORA_BIN has to name the cora binary");
  process.exit(2);
}
const LOGINS = 500;
const AT_ONCE = 32;
/** The number of acknowledged logins at the time of the crash. */
const BLOW = 150;

const people = Array.from({ length: LOGINS }, (_, number) => `person-${number}`);

async function me(world, url, name) {
  const response = await fetch(`${url}/profiles/me`, {
    headers: { authorization: `Bearer ${world.token(name, `${name}@acme.example`)}` },
  });
  return { status: response.status, body: await response.json() };
}

/**
 * Logs everybody in, many at once. Returns each response, `undefined` if there was none. Calls
 * `between` with each.
 */
async function logIn(world, url, names, between = () => {}) {
  const answers = new Map();
  const open = [...names];
  const worker = async () => {
    for (let name = open.shift(); name !== undefined; name = open.shift()) {
      const answer = await me(world, url(), name).catch(() => undefined);
      answers.set(name, answer);
      between(answer);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return answers;
}

async function crash(name, { database, blow }) {
  const world = await openWorld({ cora, database });
  try {
    let server = await world.start();
    let [acknowledged, struck] = [0, undefined];
    const answers = await logIn(
      world,
      () => server.url,
      people,
      (answer) => {
        if (answer?.status === 200 && ++acknowledged === BLOW) struck = blow(world, server);
      },
    );
    server = (await struck) ?? server;
    const users = [...answers]
      .filter(([, answer]) => answer?.status === 200)
      .map(([person, { body }]) => [person, body.data.userId]);
    assert(users.length >= BLOW && users.length < LOGINS, `${name}: the blow fell too late, ${users.length} were in`);
    for (const [person, answer] of answers) {
      // An unacknowledged login gets 503 or no response, and is not a server error.
      assert([200, 503, undefined].includes(answer?.status), `${name}: ${person} was told ${answer?.status}`);
    }

    // Everybody logs in again. An acknowledged person is the same user. Any other is either stored
    // completely or not at all, and is admitted.
    const again = await logIn(world, () => server.url, people);
    const outcomes = { returning: 0, provisioned: 0 };
    for (const [person, answer] of again) {
      assert.equal(answer?.status, 200, `${name}: ${person} is kept out: ${JSON.stringify(answer?.body)}`);
      assert.equal(answer.body.data.organizations.length, 1, `${name}: ${person} is half in`);
      outcomes[answer.body.data.explanation.outcome] += 1;
    }
    for (const [person, id] of users) {
      const { data } = again.get(person).body;
      assert.deepEqual(
        [data.userId, data.explanation.outcome],
        [id, "returning"],
        `${name}: the login of ${person} was lost`,
      );
    }
    console.log(
      `ok ${name}: ${users.length} acknowledged before the end, ${outcomes.returning} there afterwards, none half`,
    );
  } finally {
    world.close();
  }
}

/** Kills the server, and starts another. */
async function killServer(world, { child }) {
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGKILL");
  await ended;
  return await world.start();
}

/**
 * Lets the files of a running server grow no further, as on a full disk, and then again. Nobody is
 * told of a server error, who has an account is served, and everything works again by itself.
 */
async function fullDisk() {
  const name = "SQLite, the disk is full";
  const world = await openWorld({ cora });
  try {
    const { url, child } = await world.start();
    const first = await logIn(world, () => url, people.slice(0, 40));
    for (const [person, answer] of first) assert.equal(answer?.status, 200, `${name}: ${person}`);
    const limit = (bytes) => execFileSync("prlimit", ["--pid", String(child.pid), `--fsize=${bytes}:`]);
    // Not the present size: a log that was copied to the database is written from its beginning
    // again.
    limit(1);
    const ready = async () => (await fetch(`${url}/ready`)).status;
    for (const person of people.slice(40, 60)) {
      const response = await fetch(`${url}/profiles/me`, {
        headers: { authorization: `Bearer ${world.token(person, `${person}@acme.example`)}` },
      });
      assert.equal(response.status, 503, `${name}: ${person}: ${await response.text()}`);
      assert(response.headers.has("retry-after"), `${name}: no retry-after`);
    }
    // An answer of /ready may be a second old.
    await sleep(1100);
    assert.equal(await ready(), 503, `${name}: /ready`);
    for (const [person, answer] of await logIn(world, () => url, people.slice(0, 40)))
      assert.equal(answer?.status, 200, `${name}: ${person} was there before`);
    limit("unlimited");
    await sleep(1100);
    assert.equal(await ready(), 200, `${name}: /ready, after there is room`);
    for (const [person, answer] of await logIn(world, () => url, people))
      assert.equal(answer?.status, 200, `${name}: ${person} is kept out: ${JSON.stringify(answer?.body)}`);
    console.log(`ok ${name}: refused with 503 while it is, and well again without a restart`);
  } finally {
    world.close();
  }
}

// `prlimit` and its limit on the size of files are Linux's.
if (process.platform === "linux") await fullDisk();
await crash("SQLite, the server is killed", { blow: killServer });

for (const [name, blow] of [
  ["the server is killed", () => killServer],
  // The server keeps running, and finds the database again.
  [
    "the database is killed",
    (postgres) => async (_, server) => {
      await postgres.kill();
      await postgres.start();
      return server;
    },
  ],
]) {
  const postgres = await startPostgres();
  try {
    await crash(`PostgreSQL, ${name}`, { database: postgres.url, blow: blow(postgres) });
  } finally {
    await postgres.close();
  }
}
