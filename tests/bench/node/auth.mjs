// Measures `auth()` of an application's server: with a live token, where the goal is 0.3 ms and no
// request, and at the end of a token, where 64 requests at once are to make one renewal. The issuer
// is that of the package's tests, in the same process. Prints one line of JSON for `cargo xtask
// bench`.
import assert from "node:assert/strict";

import { signedIn } from "../../../pkg/src/server/test/application.mjs";
import { createBrowser } from "../../../pkg/src/server/test/browser.mjs";
import { ISSUER } from "../../../pkg/src/server/test/issuer.mjs";

const CLIENTS = 64;
const ROUNDS = 30;
/** The goal of a call with a live token, in microseconds. */
const GOAL = 300;

const rows = [];
const row = (id, work, ours, peer, unit) =>
  rows.push({ id, work, ours, peer, unit, ratio: ours / peer, goal: 1, met: ours / peer <= 1 });

const { APP, browser, clock, cora, create, issuer, server } = await signedIn();

/** Calls `auth()` for a request of each client. Returns the mean time of one, in microseconds. */
async function ask(atOnce) {
  const requests = Array.from({ length: CLIENTS }, () => browser.request(`${APP}/`));
  const began = performance.now();
  const answers = [];
  if (atOnce) answers.push(...(await Promise.all(requests.map((request) => cora.auth(request)))));
  else for (const request of requests) answers.push(await cora.auth(request));
  const took = ((performance.now() - began) * 1000) / CLIENTS;
  for (const { status } of answers) assert.equal(status, "authenticated");
  return took;
}

/** The least of many rounds, of which the first warm up. */
async function least(atOnce) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await ask(atOnce));
  return Math.min(...times.slice(ROUNDS / 3));
}

/** The same for sessions that a process sees for the first time: it decrypts and verifies each. */
async function first() {
  const browsers = [];
  for (let at = 0; at < CLIENTS; at += 1) {
    const one = createBrowser({ [APP]: server(cora), [ISSUER]: (request) => issuer.fetch(request) });
    await one.go(`${APP}/`);
    browsers.push(one);
  }
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const other = create();
    // It has the issuer's keys then.
    await other.auth(browser.request(`${APP}/`));
    const requests = browsers.map((one) => one.request(`${APP}/`));
    const before = issuer.requests.length;
    const began = performance.now();
    for (const request of requests) assert.equal((await other.auth(request)).status, "authenticated");
    times.push(((performance.now() - began) * 1000) / CLIENTS);
    assert.equal(issuer.requests.length, before, "a live token asks nobody");
  }
  return Math.min(...times.slice(ROUNDS / 3));
}

row("node_auth_first", "Node: auth() with a live token of a new session / the goal", await first(), GOAL, "µs");
const before = issuer.requests.length;
row("node_auth_live", "Node: auth() with a live token, again and again / the goal", await least(false), GOAL, "µs");
row(
  "node_auth_live_64",
  `Node: auth() with a live token, ${CLIENTS} at once / the goal`,
  await least(true),
  GOAL,
  "µs",
);
assert.equal(issuer.requests.length, before, "a live token asks nobody");

const renewals = issuer.count("/oauth2/token");
clock.at += 290;
await ask(true);
const asked = issuer.count("/oauth2/token") - renewals;
row("node_auth_renewal_64", `Node: renewals by ${CLIENTS} requests at the end of a token / one`, asked, 1, "times");

console.log(JSON.stringify(rows));
