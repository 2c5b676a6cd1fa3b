// Attacks a server, and takes away what it needs, while somebody else asks for its health and signs
// in: idle connections, heads and bodies that come slowly, a flood, a log that nobody reads, and a
// provider that hangs. After many requests of all kinds it uses as much memory, and has as many
// files open, as after few.
//
//   CORA_BIN=target/debug/cora node tests/server/hostile.mjs
//
// CORA_DEEP=1 attacks for minutes. Attackers have addresses of their own (127.0.0.2 and further),
// as they have in the internet, which Linux gives to every process.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { connect, createServer as createListener } from "node:net";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { listening, openWorld } from "./world.mjs";

const { CORA_BIN: cora } = process.env;
if (!cora) {
  console.error("CORA_BIN has to name the cora binary");
  process.exit(2);
}
const deep = process.env.CORA_DEEP === "1";
const ROUNDS = deep ? 6 : 1;
/** The number of requests after which a server has to use what it used after a tenth of them. */
const ENDURANCE = deep ? 200_000 : 2_000;
/** The time that the attacks last: longer than the head of a request may take. */
const ATTACK_MS = 14_000;
/** The longest time for which a head may be incomplete, with some time for a busy machine. */
const HEAD_MS = 25_000;

/** Returns a port that is free now. */
async function freePort() {
  const listener = createListener();
  await new Promise((done) => listener.listen(0, "127.0.0.1", done));
  const { port } = listener.address();
  await new Promise((done) => listener.close(done));
  return port;
}

/** Asks on a new connection, and returns the status, the answer and the time that it took. */
function ask(url, path, { headers = {}, localAddress = "127.0.0.1", timeout = 20_000 } = {}) {
  return new Promise((done) => {
    const began = performance.now();
    const end = (status, body = "") => done({ status, body, headers: answered, took: performance.now() - began });
    let answered = {};
    const asked = httpRequest(`${url}${path}`, { headers, localAddress, agent: false, timeout }, (response) => {
      answered = response.headers;
      let body = "";
      response.on("data", (part) => {
        body += part;
      });
      response.on("end", () => end(response.statusCode, body));
      response.on("error", () => end(0));
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => end(0));
    asked.end();
  });
}

const bearer = (token) => ({ authorization: `Bearer ${token}` });

/** Opens a connection from an address. `ended` is the time at which the server closed it. */
function open(url, localAddress, text = "") {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), localAddress });
  const connection = { socket, began: performance.now(), ended: undefined, answer: "" };
  socket.on("connect", () => text && socket.write(text));
  socket.on("data", (part) => {
    connection.answer += part;
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    connection.ended = performance.now();
  });
  return connection;
}

/**
 * Opens many connections, some at a time: the system would answer more than its backlog by cookies,
 * and the server would never hear of a connection on which nothing is sent.
 */
async function openMany(length, one) {
  const all = [];
  while (all.length < length) {
    for (let count = 0; count < 50 && all.length < length; count += 1) all.push(one());
    await sleep(40);
  }
  return all;
}

const middle = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** Asks for the health again and again until `stop` is called, which returns the answers. */
function probe(url) {
  const answers = [];
  let running = true;
  const ended = (async () => {
    while (running) {
      answers.push(await ask(url, "/health", { timeout: 5_000 }));
      await sleep(50);
    }
  })();
  return async () => {
    running = false;
    await ended;
    return answers;
  };
}

/**
 * Fails unless every answer was given, half of them within 100 ms. On a busy machine it takes
 * longer: by as much as an idle server does. `within` is longer where the attack uses up the
 * processors, so that an answer waits for its turn.
 */
function assertHealthy(name, answers, idle, within = 100) {
  const lost = answers.filter(({ status }) => status !== 200).length;
  const half = middle(answers.map(({ took }) => took));
  assert.equal(lost, 0, `${name}: ${lost} of ${answers.length} were not answered`);
  const most = Math.max(within, 20 * idle);
  assert(half <= most, `${name}: half of the answers took ${half.toFixed(0)} ms, of an idle server ${idle.toFixed(0)}`);
  console.log(`ok ${name}: ${answers.length} answers, half within ${half.toFixed(0)} ms (idle ${idle.toFixed(0)} ms)`);
}

/** Starts a server with a limit of open files, as systemd and containers set it. */
async function start(world, { files = 1024, environment = {}, stderr = "ignore" } = {}) {
  const metrics = await freePort();
  const child = spawn("sh", ["-c", `ulimit -n ${files}; exec "$0" serve --allow-loopback-http`, resolve(cora)], {
    env: {
      ...process.env,
      CORA_DATABASE: world.database,
      CORA_METRICS_LISTEN: `127.0.0.1:${metrics}`,
      ...environment,
    },
    stdio: ["ignore", "pipe", stderr],
  });
  const exited = new Promise((done) => child.once("exit", (code, signal) => done(signal ?? code)));
  return { url: await listening(child, "cora serve"), child, exited, metrics: `http://127.0.0.1:${metrics}` };
}

async function stop({ child, exited }) {
  child.kill("SIGTERM");
  return await exited;
}

/** Reads a metric; the sum over its labels. */
async function metric({ metrics }, name, label = "") {
  const { body } = await ask(metrics, "/metrics");
  const lines = body.split("\n").filter((line) => line.startsWith(name) && line.includes(label));
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

async function idleTime(url) {
  const answers = [];
  for (let count = 0; count < 15; count += 1) answers.push(await ask(url, "/health"));
  return middle(answers.map(({ took }) => took));
}

/** Connections that send nothing, or too slowly. Everybody else is served meanwhile. */
async function slowClients(world, round) {
  const server = await start(world);
  const { url } = server;
  const olga = bearer(world.token("olga", "olga@acme.example"));
  const ben = world.token("ben", "ben@acme.example");
  assert.equal((await ask(url, "/profiles/me", { headers: olga })).status, 200);
  const idle = await idleTime(url);
  const health = probe(url);

  const silent = await openMany(1100, () => open(url, "127.0.0.2"));
  const heads = await openMany(250, () => open(url, "127.0.0.3", "GET /profiles/me HTTP/1.1\r\nhost: a\r\n"));
  const drip = setInterval(() => {
    for (const { socket } of heads) if (!socket.destroyed) socket.write("x: y\r\n");
  }, 1000);
  await sleep(500);
  const slow = `PUT /profiles/me HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${ben}\r\ncontent-length: 1000\r\n\r\n{`;
  const bodies = await openMany(250, () => open(url, "127.0.0.4", slow));

  const logins = [];
  const until = performance.now() + ATTACK_MS;
  while (performance.now() < until) {
    logins.push(await ask(url, "/profiles/me", { headers: olga }));
    await sleep(100);
  }
  clearInterval(drip);
  const kept = logins.filter(({ status }) => status !== 200);
  assert.equal(kept.length, 0, `${kept.length} of ${logins.length} logins failed: ${JSON.stringify(kept[0])}`);
  assertHealthy(`silent and slow clients, round ${round}`, await health(), idle);

  const late = performance.now() + HEAD_MS - ATTACK_MS;
  const all = [...silent, ...heads, ...bodies];
  while (all.some(({ ended }) => ended === undefined) && performance.now() < late) await sleep(200);
  assert.equal(all.filter(({ ended }) => ended === undefined).length, 0, "connections were not closed");
  const tooSlow = bodies.filter(({ answer }) => answer.startsWith("HTTP/1.1 408 ") && answer.includes("body_too_slow"));
  assert(tooSlow.length > 200, `${tooSlow.length} of ${bodies.length} slow bodies got 408: ${bodies[0].answer}`);
  assert((await metric(server, "cora_connections_refused_total", "client")) >= 1100 - 256, "refusals are counted");
  assert((await metric(server, "cora_connections ")) < 10, "closed connections are no longer counted");
  console.log(`ok ${logins.length} logins of somebody else, ${tooSlow.length} slow bodies ended with 408`);
  assert.equal(await stop(server), 0);
}

/** One client sends as much as it can. */
async function flood(world, round) {
  const server = await start(world);
  const { url } = server;
  const idle = await idleTime(url);
  const health = probe(url);
  const forged = `${world.token("eve", "eve@evil.example").slice(0, -8)}AAAAAAAA`;
  const head = `GET /profiles/me HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${forged}\r\n\r\n`;
  const attackers = Array.from({ length: 16 }, () => open(url, "127.0.0.2", head.repeat(4)));
  for (const attacker of attackers) attacker.socket.on("data", () => attacker.socket.write(head));
  await sleep(deep ? 20_000 : 4_000);
  for (const { socket } of attackers) socket.destroy();
  const answered = await metric(server, "cora_requests_total", "/profiles/me");
  assertHealthy(`a flood of ${answered} requests, round ${round}`, await health(), idle, 1_000);
  assert.equal(await stop(server), 0);
}

/** Nobody reads the log. Its pipe is full after some hundred lines, and 8192 more wait. */
async function stalledLog(world) {
  const server = await start(world, { stderr: "pipe" });
  const { url } = server;
  server.child.stderr.pause();
  const idle = await idleTime(url);
  const health = probe(url);
  let asked = 0;
  const head = "GET /profiles/me HTTP/1.1\r\nhost: a\r\n\r\n";
  const enough = async () => (deep ? (await metric(server, "cora_log_lines_lost_total")) > 0 : asked >= 1_500);
  while (!(await enough())) {
    const sent = 500;
    const one = open(url, "127.0.0.2", `${head.repeat(sent - 1)}${head.replace("host", "connection: close\r\nhost")}`);
    while (one.ended === undefined) await sleep(20);
    assert.equal(one.answer.split("HTTP/1.1 401 ").length - 1, sent);
    asked += sent;
  }
  assertHealthy(`a log that nobody reads, ${asked} requests`, await health(), idle, 1_000);
  assert.equal(await stop(server), 0);
}

/** The provider accepts connections and says nothing, from the start of the server on. */
async function hangingProvider(world) {
  world.provider.hang(true);
  const server = await start(world);
  const { url } = server;
  const idle = await idleTime(url);
  const health = probe(url);
  const headers = bearer(world.token("olga", "olga@acme.example"));
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(url, "/profiles/me", { headers })));
  for (const { status, body, headers } of answers) {
    assert.deepEqual([status, JSON.parse(body).code], [503, "keys_unavailable"]);
    assert.equal(headers["retry-after"], "2");
    assert.equal(headers["www-authenticate"], undefined);
  }
  assert.equal(JSON.parse((await ask(url, "/ready")).body).data.connectionsWithoutKeys, 1);
  assert.equal(await metric(server, "cora_connections_without_keys "), 1);
  assertHealthy("a provider that hangs", await health(), idle);
  world.provider.hang(false);
  await sleep(2_500);
  assert.equal((await ask(url, "/profiles/me", { headers })).status, 200);
  assert.equal(JSON.parse((await ask(url, "/ready")).body).data.connectionsWithoutKeys, 0);
  assert.equal(await stop(server), 0);
}

/** Sends a request on a connection of the agent, and returns the status. */
function send(agent, url, { method = "GET", path, headers = {}, body }) {
  return new Promise((done, failed) => {
    const asked = httpRequest(`${url}${path}`, { agent, method, headers }, (response) => {
      response.resume();
      response.on("end", () => done(response.statusCode));
    });
    asked.on("error", failed);
    asked.end(body);
  });
}

/** Returns the memory in use, in MiB, and the number of open files of a process. */
function usage(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const memory = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) / 1024;
  return { memory, files: readdirSync(`/proc/${pid}/fd`).length };
}

/** Requests of all kinds: answered, refused, malformed, and first logins of people. */
async function endurance(world) {
  const server = await start(world);
  const { url, child } = server;
  const olga = bearer(world.token("olga", "olga@acme.example"));
  const eve = bearer(world.token("eve", "eve@evil.example"));
  const forged = bearer(`${world.token("ben", "ben@acme.example").slice(0, -8)}AAAAAAAA`);
  const json = { ...olga, "content-type": "application/json" };
  const kinds = [
    [200, () => ({ path: "/profiles/me", headers: olga })],
    [200, () => ({ path: "/orgs", headers: olga })],
    [200, () => ({ path: "/admin/users?limit=5", headers: olga })],
    [200, () => ({ path: "/health" })],
    [
      200,
      (count) => ({ method: "PUT", path: "/profiles/me", headers: json, body: `{"fullName":"Olga ${count % 9}"}` }),
    ],
    [400, () => ({ method: "PUT", path: "/profiles/me", headers: json, body: "{" })],
    [401, () => ({ path: "/profiles/me", headers: forged })],
    [401, () => ({ path: "/profiles/me" })],
    [403, () => ({ path: "/profiles/me", headers: eve })],
    [404, (count) => ({ path: `/nothing/${count}` })],
  ];
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let count = 0;
  const run = async (most) => {
    const client = async () => {
      while (count < most) {
        const number = count;
        count += 1;
        // One in a hundred is somebody who was never there.
        const first = number % 100 === 0;
        const [expected, request] = kinds[number % kinds.length];
        const headers = first && bearer(world.token(`new${number}`, `new${number}@acme.example`));
        const sent = first ? { path: "/profiles/me", headers } : request(number);
        assert.equal(await send(agent, url, sent), first ? 200 : expected, sent.path);
      }
    };
    await Promise.all(Array.from({ length: 16 }, client));
  };
  await run(ENDURANCE / 10);
  const before = usage(child.pid);
  await run(ENDURANCE);
  const after = usage(child.pid);
  agent.destroy();
  const told = (at) => `${at.memory.toFixed(1)} MiB and ${at.files} files`;
  const text = `${told(before)} after ${ENDURANCE / 10} requests, ${told(after)} after ${ENDURANCE}`;
  assert(after.memory <= before.memory * 1.1 + 4, text);
  assert(after.files <= before.files + 4, text);
  console.log(`ok ${text}`);
  assert.equal(await stop(server), 0);
}

/** A second signal ends the service without waiting for the requests in progress. */
async function twoSignals(world) {
  const server = await start(world);
  const { url } = server;
  const ben = world.token("ben", "ben@acme.example");
  assert.equal((await ask(url, "/profiles/me", { headers: bearer(ben) })).status, 200);
  open(
    url,
    "127.0.0.1",
    `PUT /profiles/me HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${ben}\r\ncontent-length: 9\r\n\r\n{`,
  );
  await sleep(300);
  const began = performance.now();
  server.child.kill("SIGTERM");
  await sleep(200);
  server.child.kill("SIGTERM");
  assert.equal(await server.exited, 1);
  const took = performance.now() - began;
  assert(took < 4_000, `it took ${took.toFixed(0)} ms`);
  console.log(`ok a second signal ends the service after ${took.toFixed(0)} ms`);
}

const world = await openWorld({ cora });
try {
  for (let round = 1; round <= ROUNDS; round += 1) {
    await slowClients(world, round);
    await flood(world, round);
  }
  await stalledLog(world);
  await hangingProvider(world);
  await endurance(world);
  await twoSignals(world);
} finally {
  world.close();
}
